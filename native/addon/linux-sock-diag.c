/* The armed timer of one socket, asked by its addresses and cookie: sock_diag(7), net/ipv4/inet_diag.c. */
#define _GNU_SOURCE
#include "../netlink/answer.h"
#include "socket.h"

#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

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

struct reading {
	struct ho_timer *timer;
	int found;
};

static int read_timer(const struct nlmsghdr *h, void *with)
{
	struct reading *reading = with;
	struct inet_diag_msg told;

	if (h->nlmsg_type != SOCK_DIAG_BY_FAMILY || h->nlmsg_len < NLMSG_LENGTH(sizeof told))
		return -EPROTO;
	memcpy(&told, NLMSG_DATA(h), sizeof told);
	reading->timer->kind = told.idiag_timer;
	reading->timer->expires_ms = (int32_t)told.idiag_expires;
	reading->timer->retransmits = told.idiag_retrans;
	reading->found = 1;
	return 0;
}

/* No two questions are asked in one nanosecond: a number of its own for each, without a counter to keep. */
static uint32_t fresh_sequence(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint32_t)(now.tv_sec * INT64_C(1000000000) + now.tv_nsec);
}

/* The kernel answers inside send(), so the answer is already queued: nothing to wait for. What is queued before it are
 * late answers to earlier questions; ENOBUFS says once that some of them were dropped. */
static int receive_timer(int diag, uint32_t sequence, struct ho_timer *out)
{
	_Alignas(struct nlmsghdr) uint8_t bytes[4096];
	struct reading reading = {.timer = out};
	struct nl_answer answer = {.sequence = sequence, .each = read_timer, .with = &reading};
	int result = nl_port(diag, &answer.port);

	if (result)
		return result;
	do {
		ssize_t got = nl_receive(diag, bytes, sizeof bytes, MSG_DONTWAIT);

		result = got < 0 ? (int)got : nl_read(&answer, bytes, (size_t)got);
	} while (!reading.found && (result == NL_MORE || result == -ENOBUFS));
	return reading.found ? 0 : result ? result : -EPROTO;
}

int ho_armed_timer(int diag, ho_socket s, struct ho_timer *out)
{
	struct {
		struct nlmsghdr head;
		struct inet_diag_req_v2 ask;
	} request = {
		.head = {.nlmsg_len = sizeof request, .nlmsg_type = SOCK_DIAG_BY_FAMILY, .nlmsg_flags = NLM_F_REQUEST,
			 .nlmsg_seq = fresh_sequence()},
		.ask = {.sdiag_protocol = IPPROTO_TCP, .idiag_states = ~0u},
	};
	int err = identify((int)s, &request.ask);

	if (err)
		return err;
	if (send(diag, &request, sizeof request, 0) < 0)
		return -errno;
	return receive_timer(diag, request.head.nlmsg_seq, out);
}
