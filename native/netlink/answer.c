/* The reading half of netlink(7): no socket, no memory of its own. */
#include "answer.h"

#include <errno.h>
#include <string.h>

/* The int that NLMSG_DONE and NLMSG_ERROR begin with: 0 or -errno. Kernels before 2.6.35 end a list without one. */
static int error_of(const struct nlmsghdr *h)
{
	int error = 0;

	if (h->nlmsg_len >= NLMSG_LENGTH(sizeof error))
		memcpy(&error, NLMSG_DATA(h), sizeof error);
	else if (h->nlmsg_type == NLMSG_ERROR)
		return -EPROTO;
	return error > 0 ? -EPROTO : error;
}

static int read_message(struct nl_answer *answer, const struct nlmsghdr *h)
{
	int err;

	if (h->nlmsg_flags & NLM_F_DUMP_INTR)
		answer->interrupted = 1;
	switch (h->nlmsg_type) {
	case NLMSG_NOOP:
		return NL_MORE;
	case NLMSG_OVERRUN:
		return -ENOBUFS;
	case NLMSG_DONE:
	case NLMSG_ERROR:
		if ((err = error_of(h)))
			return err;
		return answer->interrupted ? -EINTR : 0;
	default:
		err = answer->each(h, answer->with);
		return err ? err : NL_MORE;
	}
}

int nl_read(struct nl_answer *answer, const void *datagram, size_t length)
{
	const uint8_t *at = datagram;

	while (length >= NLMSG_HDRLEN) {
		const struct nlmsghdr *h = (const void *)at;
		size_t step;
		int result;

		if (h->nlmsg_len < NLMSG_HDRLEN || h->nlmsg_len > length)
			return -EPROTO;
		if (h->nlmsg_seq == answer->sequence && h->nlmsg_pid == answer->port &&
		    (result = read_message(answer, h)) != NL_MORE)
			return result;
		step = NLMSG_ALIGN((size_t)h->nlmsg_len);
		if (step >= length)
			return NL_MORE;
		at += step;
		length -= step;
	}
	return length ? -EPROTO : NL_MORE;
}
