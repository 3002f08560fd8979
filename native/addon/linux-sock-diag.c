/* The armed timer of one socket, asked by its addresses and cookie: sock_diag(7), net/ipv4/inet_diag.c. */
#define _GNU_SOURCE
#include "socket.h"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

int ho_open_diag(void)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);

	return fd < 0 ? -errno : fd;
}

static void put(const union address *from, __be32 to[4], __be16 *port)
{
	if (from->any.sa_family == AF_INET6) {
		memcpy(to, &from->v6.sin6_addr, sizeof from->v6.sin6_addr);
		*port = from->v6.sin6_port;
	} else {
		memcpy(to, &from->v4.sin_addr, sizeof from->v4.sin_addr);
		*port = from->v4.sin_port;
	}
}

static int identify(int fd, struct inet_diag_req_v2 *ask)
{
	union address local, remote;
	socklen_t local_size = sizeof local, remote_size = sizeof remote, cookie_size = sizeof ask->id.idiag_cookie;

	if (getsockname(fd, &local.any, &local_size) || getpeername(fd, &remote.any, &remote_size) ||
	    getsockopt(fd, SOL_SOCKET, SO_COOKIE, ask->id.idiag_cookie, &cookie_size))
		return -errno;
	if (local.any.sa_family != AF_INET && local.any.sa_family != AF_INET6)
		return -EAFNOSUPPORT;
	ask->sdiag_family = local.any.sa_family;
	put(&local, ask->id.idiag_src, &ask->id.idiag_sport);
	put(&remote, ask->id.idiag_dst, &ask->id.idiag_dport);
	if (local.any.sa_family == AF_INET6)
		ask->id.idiag_if = local.v6.sin6_scope_id; /* link-local only; 0 matches any interface */
	return 0;
}

/* The kernel answers inside send(), so the reply is already queued: nothing to wait for. */
int ho_armed_timer(int diag, ho_socket s, struct ho_timer *out)
{
	struct {
		struct nlmsghdr head;
		struct inet_diag_req_v2 ask;
	} request = {
		.head = {.nlmsg_len = sizeof request, .nlmsg_type = SOCK_DIAG_BY_FAMILY, .nlmsg_flags = NLM_F_REQUEST},
		.ask = {.sdiag_protocol = IPPROTO_TCP, .idiag_states = ~0u},
	};
	struct {
		struct nlmsghdr head;
		union {
			struct inet_diag_msg found;
			struct nlmsgerr refused;
		};
	} reply = {0};
	ssize_t got;
	int err;

	if ((err = identify((int)s, &request.ask)))
		return err;
	request.head.nlmsg_seq = request.ask.id.idiag_cookie[0];
	if (send(diag, &request, sizeof request, 0) < 0)
		return -errno;
	if ((got = recv(diag, &reply, sizeof reply, MSG_DONTWAIT)) < 0) /* attributes behind it are cut off */
		return -errno;
	if (reply.head.nlmsg_seq != request.head.nlmsg_seq)
		return -EPROTO;
	if (reply.head.nlmsg_type == NLMSG_ERROR)
		return reply.refused.error;
	if (reply.head.nlmsg_type != SOCK_DIAG_BY_FAMILY || (size_t)got < sizeof reply.head + sizeof reply.found)
		return -EPROTO;
	out->kind = reply.found.idiag_timer;
	out->expires_ms = (int32_t)reply.found.idiag_expires;
	out->retransmits = reply.found.idiag_retrans;
	return 0;
}
