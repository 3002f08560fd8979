/* Linux. Option ranges and behaviour: net/ipv4/tcp.c, include/net/tcp.h, tcp(7), ip(7). */
#define _GNU_SOURCE
#include "posix-options.h"
#include "socket.h"

#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>

/* ---- options ---- */

static const struct ho_range limits[HO_OPTIONS] = {
	[HO_IDLE] = {1, 32767, 1000},          /* MAX_TCP_KEEPIDLE */
	[HO_INTERVAL] = {1, 32767, 1000},      /* MAX_TCP_KEEPINTVL */
	[HO_COUNT] = {1, 127, 1},              /* MAX_TCP_KEEPCNT */
	[HO_USER_TIMEOUT] = {0, INT32_MAX, 1}, /* 0: tcp_retries2 decides */
	[HO_KEEPALIVE] = {0, 1, 1},
};

const struct ho_range *ho_limits(void)
{
	return limits;
}

const struct ho_sockopt ho_sockopts[HO_OPTIONS] = {
	[HO_IDLE] = {IPPROTO_TCP, TCP_KEEPIDLE},
	[HO_INTERVAL] = {IPPROTO_TCP, TCP_KEEPINTVL},
	[HO_COUNT] = {IPPROTO_TCP, TCP_KEEPCNT},
	[HO_USER_TIMEOUT] = {IPPROTO_TCP, TCP_USER_TIMEOUT},
	[HO_KEEPALIVE] = {SOL_SOCKET, SO_KEEPALIVE},
};

int ho_abilities(void)
{
	return HO_HAS_TCP_INFO | HO_HAS_CUT | HO_HAS_QUEUES | HO_HAS_TIMERS;
}

ho_socket ho_locate(struct uv_loop_s *loop, const char *local, const char *remote)
{
	return (void)loop, (void)local, (void)remote, -ENOTSUP;
}

/* ---- inspection ---- */

int ho_tcp_info(ho_socket s, void *into, uint32_t size)
{
	socklen_t length = size;

	return getsockopt((int)s, IPPROTO_TCP, TCP_INFO, into, &length) ? -errno : (int)length;
}

int ho_queues(ho_socket s, struct ho_queues *out)
{
	if (ioctl((int)s, SIOCINQ, &out->received) || ioctl((int)s, SIOCOUTQ, &out->unacked) ||
	    ioctl((int)s, SIOCOUTQNSD, &out->unsent))
		return -errno;
	return 0;
}

/* tcp_poll() only looks at sk_err; recv(), send() and SO_ERROR take it (sock_error()). */
static int peek(ho_socket s)
{
	struct pollfd p = {.fd = (int)s, .events = POLLIN | POLLRDHUP};

	while (poll(&p, 1, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return p.revents & POLLNVAL ? -EBADF : p.revents;
}

/* Even recv(MSG_PEEK) would take an error that arrives between poll and recv, so there is no recv:
 * the FIN shows as POLLRDHUP and the bytes before it in SIOCINQ. */
int ho_readiness(ho_socket s, struct ho_readiness *out)
{
	int events = peek(s);

	if (events < 0)
		return events;
	out->failed = !!(events & POLLERR);
	out->eof = !out->failed && (events & POLLRDHUP);
	return ioctl((int)s, SIOCINQ, &out->readable) ? -errno : 0;
}

/* ---- fault injection ---- */

int ho_send_oob(ho_socket s, uint8_t byte)
{
	int events = peek(s);

	if (events < 0)
		return events;
	if (events & POLLERR)
		return -EPIPE;
	return send((int)s, &byte, 1, MSG_OOB | MSG_DONTWAIT | MSG_NOSIGNAL) < 0 ? -errno : 0;
}

static int64_t now_ns(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t); /* cannot fail for the two clocks used here */
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

/* RFC 5082 (GTSM) turned against ourselves: tcp_v4_rcv() drops, before TCP sees it, what has a TTL below
 * IP_MINTTL, and tcp_v6_rcv() what has a hop limit below IPV6_MINHOPCOUNT. Peers start at 64 or 128; one
 * that starts at 255, unrouted, would get through. The option that counts is that of the packets, so an
 * IPv6 socket that talks to an IPv4-mapped address needs the IPv4 one. */
int ho_cut_off(ho_socket s, int cut, int64_t span[2])
{
	union {
		struct sockaddr any;
		struct sockaddr_in6 v6;
	} local;
	socklen_t size = sizeof local;
	int least = cut ? 255 : 0, v4, err;

	if (getsockname((int)s, &local.any, &size))
		return -errno;
	if (local.any.sa_family != AF_INET && local.any.sa_family != AF_INET6)
		return -EAFNOSUPPORT;
	v4 = local.any.sa_family == AF_INET || IN6_IS_ADDR_V4MAPPED(&local.v6.sin6_addr);

	span[0] = now_ns(CLOCK_MONOTONIC);
	if (v4)
		err = setsockopt((int)s, IPPROTO_IP, IP_MINTTL, &least, sizeof least) ? -errno : 0;
	else
		err = setsockopt((int)s, IPPROTO_IPV6, IPV6_MINHOPCOUNT, &least, sizeof least) ? -errno : 0;
	span[1] = now_ns(CLOCK_MONOTONIC);
	return err;
}

/* ---- other processes and their connections ---- */

int ho_suspend(int32_t pid, int suspended)
{
	if (pid <= 0) /* to kill(2) these are groups of processes */
		return -ESRCH;
	return kill(pid, suspended ? SIGSTOP : SIGCONT) ? -errno : 0;
}

/* /proc/net/tcp, /proc/net/tcp6 and sock_diag tell more, and need no helper. */
int ho_connections(struct ho_connection *into, uint32_t room, int32_t unread[2])
{
	return (void)into, (void)room, (void)unread, -ENOTSUP;
}

/* ---- the machine ---- */

int ho_clocks(struct ho_clocks *out)
{
	struct timespec tick;

	if (clock_getres(CLOCK_MONOTONIC_COARSE, &tick)) /* KTIME_LOW_RES, kernel/time/posix-timers.c */
		return -errno;
	out->monotonic_ns = now_ns(CLOCK_MONOTONIC);
	out->realtime_ns = now_ns(CLOCK_REALTIME);
	out->tick_ns = tick.tv_sec * INT64_C(1000000000) + tick.tv_nsec;
	return 0;
}

int ho_enter_netns(int fd)
{
	return setns(fd, CLONE_NEWNET) ? -errno : 0;
}

int ho_die_with_parent(void)
{
	return prctl(PR_SET_PDEATHSIG, SIGKILL) ? -errno : 0;
}
