/*
 * What the kernel answers to one netlink(7) request. A netlink socket may still hold late answers to requests before it,
 * so an answer counts only with the sequence number and the port id of its request.
 */
#ifndef HALFOPEN_NETLINK_ANSWER_H
#define HALFOPEN_NETLINK_ANSWER_H

#include <linux/netlink.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { NL_MORE = 1 };

/* Called for each message but those that netlink itself has; 0, or -errno, which ends the reading. */
typedef int nl_visit(const struct nlmsghdr *, void *with);

struct nl_answer {
	uint32_t sequence, port; /* of the request */
	nl_visit *each;
	void *with;
	int interrupted; /* the kernel's list changed while it was told: entries may be missing or told twice */
};

/* Reads one datagram, aligned as struct nlmsghdr is. Pure. NL_MORE while the answer goes on, 0 when it is whole, or -errno:
 * the kernel's own; -EINTR when a list was interrupted; -EPROTO for what is no netlink. */
int nl_read(struct nl_answer *, const void *datagram, size_t length);

/* The next datagram from the kernel, skipping those of other senders. Its length, or -errno: -EMSGSIZE when it is longer
 * than there is room. */
ssize_t nl_receive(int fd, void *into, size_t room, int flags);

/* The port id that the kernel gave to a socket when it was bound, or sent for the first time; 0 or -errno. */
int nl_port(int fd, uint32_t *port);

#endif
