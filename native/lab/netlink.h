/* netlink(7) requests, each with a socket of its own. */
#ifndef HALFOPEN_LAB_NETLINK_H
#define HALFOPEN_LAB_NETLINK_H

#include "../netlink/answer.h"

struct message {
	struct nlmsghdr head;
	uint8_t body[1024]; /* far above the largest request here, 200 bytes */
};

void nl_begin(struct message *, uint16_t type, uint16_t flags, const void *fixed, size_t size);
void nl_append(struct message *, const void *data, size_t size);
void nl_add(struct message *, uint16_t type, const void *data, size_t size);
struct nlattr *nl_nest(struct message *, uint16_t type);
void nl_end(struct message *, struct nlattr *);

/* Sends it and waits for the kernel's answer: 0 or -errno. */
int nl_change(int family, struct message *);
/* Sends a dump request and calls back for each entry. -EINTR: the list changed meanwhile, ask once more. */
int nl_each(int family, struct message *, nl_visit *each, void *with);

#endif
