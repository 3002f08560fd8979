/* How long the router tracks a connection. */
#include "lab.h"

#include <errno.h>
#include <stdio.h>

#include "flows.h"

/* A list that changes this often while it is read, each time within a millisecond, will go on changing. */
enum { MOST_READINGS = 16 };

static struct flows flows;

/* Reads the list again while it changes under the reading. -EINTR: it never held still. */
static int read_flows(void)
{
	struct message m;
	int err = -EINTR;

	for (int i = 0; err == -EINTR && i < MOST_READINGS; i++) {
		flows.count = 0;
		lab_ask_flows(&m);
		err = nl_each(NETLINK_NETFILTER, &m, lab_keep_flow, &flows);
	}
	return err;
}

/* ctnetlink_change_timeout. A flow that has ended meanwhile is no failure. */
static int expire(const uint8_t *tuple, uint32_t seconds)
{
	struct message m;
	int err;

	lab_expire_flow(&m, tuple, seconds);
	err = nl_change(NETLINK_NETFILTER, &m);
	return err == -ENOENT ? 0 : err;
}

int lab_set_conntrack_timeout(uint32_t seconds)
{
	char text[16];
	int err;

	snprintf(text, sizeof text, "%u", seconds);
	if ((err = lab_sysctl(ROUTER, "net/netfilter/nf_conntrack_tcp_timeout_established", text)) || (err = read_flows()))
		return err;
	for (uint32_t i = 0; !err && i < flows.count; i++)
		err = expire(flows.tuples[i], seconds);
	return err;
}
