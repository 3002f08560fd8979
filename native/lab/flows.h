/* What the router tracks, as ctnetlink tells it (include/uapi/linux/netfilter/nfnetlink_conntrack.h). */
#ifndef HALFOPEN_LAB_FLOWS_H
#define HALFOPEN_LAB_FLOWS_H

#include "netlink.h"

enum { MOST_FLOWS = 32768, LONGEST_TUPLE = 128 };

struct flows {
	uint32_t count;
	uint8_t tuples[MOST_FLOWS][LONGEST_TUPLE]; /* the attribute that identifies each, unparsed */
};

/* Asks for every flow; `lab_keep_flow` takes the answers. */
void lab_ask_flows(struct message *);
/* A visitor of nl_each: adds one flow. -ENOBUFS when there is no room for it. */
int lab_keep_flow(const struct nlmsghdr *, void *flows);
/* Changes when a tracked flow expires. */
void lab_expire_flow(struct message *, const uint8_t tuple[LONGEST_TUPLE], uint32_t seconds);

#endif
