/* Reading and setting options, all or none: what took is undone when another is refused. */
#include "posix-options.h"

#include <errno.h>
#include <sys/socket.h>

static int set(ho_socket s, int i, int32_t value)
{
	return setsockopt((int)s, ho_sockopts[i].level, ho_sockopts[i].name, &value, sizeof value) ? -errno : 0;
}

int ho_read(ho_socket s, int32_t got[HO_OPTIONS])
{
	for (int i = 0; i < HO_OPTIONS; i++) {
		socklen_t size = sizeof got[i];

		if (getsockopt((int)s, ho_sockopts[i].level, ho_sockopts[i].name, &got[i], &size))
			return -errno;
	}
	got[HO_KEEPALIVE] = !!got[HO_KEEPALIVE]; /* BSD answers with the flag's bit */
	return 0;
}

int ho_apply(ho_socket s, const int32_t asked[HO_OPTIONS], int32_t got[HO_OPTIONS], int32_t *culprit)
{
	int32_t before[HO_OPTIONS];
	int i, unread, err;

	*culprit = HO_NONE;
	if ((unread = ho_read(s, got)))
		return unread;
	if ((err = ho_check(asked, culprit)))
		return err;

	for (i = 0; i < HO_OPTIONS; i++)
		before[i] = got[i];
	for (i = 0; !err && i < HO_OPTIONS; i++)
		if (asked[i] != HO_NONE && (err = set(s, i, asked[i])))
			*culprit = i;
	if (err)
		for (i = *culprit - 1; i >= 0; i--) /* undo, last first; `got` tells whether it worked */
			if (asked[i] != HO_NONE)
				set(s, i, before[i]);

	unread = ho_read(s, got);
	return err ? err : unread;
}
