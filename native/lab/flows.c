/* Flows in and out of ctnetlink's messages: attributes of netlink(7), read where the kernel wrote them. */
#include "flows.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <string.h>
#include <sys/socket.h>

static const struct nfgenmsg ipv4 = {.nfgen_family = AF_INET, .version = NFNETLINK_V0};

static void begin(struct message *m, uint16_t type, uint16_t flags)
{
	nl_begin(m, (uint16_t)(NFNL_SUBSYS_CTNETLINK << 8 | type), flags, &ipv4, sizeof ipv4);
}

void lab_ask_flows(struct message *m)
{
	begin(m, IPCTNL_MSG_CT_GET, NLM_F_DUMP);
}

int lab_keep_flow(const struct nlmsghdr *h, void *with)
{
	struct flows *flows = with;
	const uint8_t *at = (const uint8_t *)h;
	size_t left = h->nlmsg_len, step = NLMSG_LENGTH(NLMSG_ALIGN(sizeof ipv4));

	while (left > step && left - step >= NLA_HDRLEN) {
		struct nlattr a;

		at += step;
		left -= step;
		memcpy(&a, at, sizeof a);
		if (a.nla_len < NLA_HDRLEN || a.nla_len > left)
			return -EPROTO;
		if ((a.nla_type & NLA_TYPE_MASK) == CTA_TUPLE_ORIG) {
			if (a.nla_len > LONGEST_TUPLE || flows->count == MOST_FLOWS)
				return -ENOBUFS;
			memcpy(flows->tuples[flows->count++], at, a.nla_len);
			return 0;
		}
		step = NLA_ALIGN((size_t)a.nla_len);
	}
	return 0;
}

void lab_expire_flow(struct message *m, const uint8_t tuple[LONGEST_TUPLE], uint32_t seconds)
{
	const uint32_t wire = htonl(seconds);
	struct nlattr head;

	memcpy(&head, tuple, sizeof head);
	begin(m, IPCTNL_MSG_CT_NEW, 0);
	nl_append(m, tuple, head.nla_len);
	nl_add(m, CTA_TIMEOUT, &wire, sizeof wire);
}
