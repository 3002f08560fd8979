/* One netlink(7) request that changes something, and its answer. */
#ifndef HALFOPEN_LAB_NETLINK_H
#define HALFOPEN_LAB_NETLINK_H

#include <linux/netlink.h>
#include <stddef.h>
#include <stdint.h>

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
/* Sends a dump request and calls back for each answer. */
int nl_each(int family, struct message *, int (*each)(const struct nlmsghdr *, void *), void *with);

#endif
