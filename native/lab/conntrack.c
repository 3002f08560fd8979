/* How long the router tracks a connection: ctnetlink (include/uapi/linux/netfilter/nfnetlink_conntrack.h). */
#include "lab.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "netlink.h"

static const struct nfgenmsg ipv4 = {.nfgen_family = AF_INET, .version = NFNETLINK_V0};

enum { MOST_FLOWS = 32768, LONGEST_TUPLE = 128 };

struct flows {
	uint32_t seconds;
	uint32_t count;
	uint8_t (*tuples)[LONGEST_TUPLE];
};

static uint8_t tuples[MOST_FLOWS][LONGEST_TUPLE];

/* Keeps the attribute that identifies the flow, unparsed. */
static int keep_tuple(const struct nlmsghdr *h, void *with)
{
	struct flows *flows = with;
	const uint8_t *at = (const uint8_t *)NLMSG_DATA(h) + NLMSG_ALIGN(sizeof ipv4), *end = (const uint8_t *)h + h->nlmsg_len;

	while (at + NLA_HDRLEN <= end) {
		struct nlattr a;

		memcpy(&a, at, sizeof a);
		if (a.nla_len < NLA_HDRLEN || at + a.nla_len > end)
			return -EPROTO;
		if ((a.nla_type & NLA_TYPE_MASK) == CTA_TUPLE_ORIG) {
			if (a.nla_len > LONGEST_TUPLE || flows->count == MOST_FLOWS)
				return -ENOBUFS;
			memcpy(flows->tuples[flows->count++], at, a.nla_len);
			return 0;
		}
		at += NLA_ALIGN(a.nla_len);
	}
	return 0;
}

/* Sets when a tracked flow expires (ctnetlink_change_timeout). A flow that has ended meanwhile is no failure. */
static int set_timeout(const uint8_t *tuple, uint32_t seconds)
{
	const uint32_t wire = htonl(seconds);
	struct message m;
	struct nlattr head;
	int err;

	memcpy(&head, tuple, sizeof head);
	nl_begin(&m, NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_NEW, 0, &ipv4, sizeof ipv4);
	nl_append(&m, tuple, head.nla_len);
	nl_add(&m, CTA_TIMEOUT, &wire, sizeof wire);
	err = nl_change(NETLINK_NETFILTER, &m);
	return err == -ENOENT ? 0 : err;
}

int lab_set_conntrack_timeout(uint32_t seconds)
{
	struct flows flows = {.seconds = seconds, .tuples = tuples};
	struct message m;
	char text[16];
	int err;

	snprintf(text, sizeof text, "%u", seconds);
	if ((err = lab_sysctl(ROUTER, "net/netfilter/nf_conntrack_tcp_timeout_established", text)))
		return err;
	nl_begin(&m, NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_GET, NLM_F_DUMP, &ipv4, sizeof ipv4);
	if ((err = nl_each(NETLINK_NETFILTER, &m, keep_tuple, &flows)))
		return err;
	for (uint32_t i = 0; !err && i < flows.count; i++)
		err = set_timeout(flows.tuples[i], seconds);
	return err;
}
