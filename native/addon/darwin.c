/*
 * macOS 11 and later. Sources: XNU bsd/netinet/tcp.h, tcp_usrreq.c (tcp_ctloutput), tcp_timer.c, bsd/kern/uipc_socket.c;
 * tcp(4), kqueue(2), libproc.h. Compiled here against transcribed headers only (tests/native/darwin-headers): never run.
 */
#include "posix-options.h"
#include "socket.h"

#include <libproc.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/event.h>
#include <sys/proc_info.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* ---- options ---- */

enum { SECOND = 1000 };

static const struct ho_range limits[HO_OPTIONS] = {
	[HO_IDLE] = {1, 4294967, SECOND},         /* UINT32_MAX / TCP_RETRANSHZ */
	[HO_INTERVAL] = {1, 4294967, SECOND},     /* the same */
	[HO_COUNT] = {1, INT32_MAX, 1},
	[HO_USER_TIMEOUT] = {0, 2147483, SECOND}, /* multiplied by TCP_RETRANSHZ in an int; 0: TCP_MAXRXTSHIFT decides */
	[HO_KEEPALIVE] = {0, 1, 1},
};

const struct ho_range *ho_limits(void)
{
	return limits;
}

int ho_abilities(void)
{
	return HO_HAS_TCP_INFO | HO_HAS_CONNECTIONS;
}

ho_socket ho_locate(struct uv_loop_s *loop, const char *local, const char *remote)
{
	return (void)loop, (void)local, (void)remote, -ENOTSUP;
}

/* TCP_RXT_CONNDROPTIME counts from the first retransmission, not from the data itself. */
const struct ho_sockopt ho_sockopts[HO_OPTIONS] = {
	[HO_IDLE] = {IPPROTO_TCP, TCP_KEEPALIVE},
	[HO_INTERVAL] = {IPPROTO_TCP, TCP_KEEPINTVL},
	[HO_COUNT] = {IPPROTO_TCP, TCP_KEEPCNT},
	[HO_USER_TIMEOUT] = {IPPROTO_TCP, TCP_RXT_CONNDROPTIME},
	[HO_KEEPALIVE] = {SOL_SOCKET, SO_KEEPALIVE},
};

/* ---- inspection ---- */

_Static_assert(sizeof(struct tcp_connection_info) == 112, "tcp-info-darwin.ts has its layout");

int ho_tcp_info(ho_socket s, void *into, uint32_t size)
{
	struct tcp_connection_info info;
	socklen_t length = sizeof info;

	if (getsockopt((int)s, IPPROTO_TCP, TCP_CONNECTION_INFO, &info, &length))
		return -errno;
	if (length > size)
		length = size;
	memcpy(into, &info, length);
	return (int)length;
}

/* SO_NREAD and SO_NWRITE count both queues; what of the second has never been sent is not told. */
int ho_queues(ho_socket s, struct ho_queues *out)
{
	return (void)s, (void)out, -ENOTSUP;
}

/* filt_soread() only looks at so_error and puts it into fflags; recv(), send() and SO_ERROR take it. */
int ho_readiness(ho_socket s, struct ho_readiness *out)
{
	static const struct timespec at_once;
	struct kevent ask, answer;
	int queue = kqueue(), count, err;

	if (queue < 0)
		return -errno;
	EV_SET(&ask, s, EVFILT_READ, EV_ADD | EV_ONESHOT, 0, 0, NULL);
	count = kevent(queue, &ask, 1, &answer, 1, &at_once);
	err = errno;
	close(queue);
	if (count < 0)
		return -err;
	if (count > 0 && answer.flags & EV_ERROR)
		return -(int)answer.data;
	out->readable = count > 0 && answer.data > 0 ? (int32_t)answer.data : 0;
	/* An event without bytes and without an end is one for an error. */
	out->failed = count > 0 && (answer.fflags || (!(answer.flags & EV_EOF) && answer.data <= 0));
	out->eof = count > 0 && !out->failed && answer.flags & EV_EOF;
	return 0;
}

int ho_open_diag(void)
{
	return -ENOTSUP;
}

int ho_armed_timer(int diag, ho_socket s, struct ho_timer *out)
{
	return (void)diag, (void)s, (void)out, -ENOTSUP;
}

/* ---- fault injection ---- */

int ho_send_oob(ho_socket s, uint8_t byte)
{
	struct ho_readiness now;
	int err = ho_readiness(s, &now);

	if (err)
		return err;
	if (now.failed)
		return -EPIPE;
	/* libuv sets SO_NOSIGPIPE on every socket of its own. */
	return send((int)s, &byte, 1, MSG_OOB | MSG_DONTWAIT) < 0 ? -errno : 0;
}

/* XNU has no counterpart of IP_MINTTL: a cut needs pf, or a peer on another machine. */
int ho_cut_off(ho_socket s, int cut, int64_t span[2])
{
	return (void)s, (void)cut, (void)span, -ENOTSUP;
}

/* ---- other processes and their connections ---- */

int ho_suspend(int32_t pid, int suspended)
{
	if (pid <= 0) /* to kill(2) these are groups of processes */
		return -ESRCH;
	return kill(pid, suspended ? SIGSTOP : SIGCONT) ? -errno : 0;
}

/* TCPS_* of netinet/tcp_fsm.h, from 0: CLOSED, LISTEN, SYN-SENT, ..., in the order of Linux. */
static int32_t state_of(int state)
{
	static const uint8_t states[] = {7, 10, 2, 3, 1, 8, 4, 11, 9, 5, 6};

	return state >= 0 && (size_t)state < sizeof states ? states[state] : 7;
}

static void row(const struct tcp_sockinfo *tcp, int32_t pid, struct ho_connection *out)
{
	const struct in_sockinfo *ini = &tcp->tcpsi_ini;
	bool is_four = ini->insi_vflag & INI_IPV4;
	size_t size = is_four ? 4 : 16;

	memset(out, 0, sizeof *out);
	memcpy(out->local, is_four ? (const void *)&ini->insi_laddr.ina_46.i46a_addr4 : &ini->insi_laddr.ina_6, size);
	out->local_port = ntohs((uint16_t)ini->insi_lport);
	out->family = is_four ? 4 : 6;
	out->state = state_of(tcp->tcpsi_state);
	out->pid = pid;
	if (out->state == 10)
		return;
	memcpy(out->remote, is_four ? (const void *)&ini->insi_faddr.ina_46.i46a_addr4 : &ini->insi_faddr.ina_6, size);
	out->remote_port = ntohs((uint16_t)ini->insi_fport);
}

/* Of one process; those of other users answer nothing, but for root. */
static uint32_t of_process(pid_t pid, struct ho_connection *into, uint32_t room, uint32_t count)
{
	int size = proc_pidinfo(pid, PROC_PIDLISTFDS, 0, NULL, 0);
	struct proc_fdinfo *fds = size > 0 ? malloc((size_t)size) : NULL;

	if (!fds)
		return count;
	size = proc_pidinfo(pid, PROC_PIDLISTFDS, 0, fds, size);
	for (int i = 0; i < size / (int)sizeof *fds; i++) {
		struct socket_fdinfo about;

		if (fds[i].proc_fdtype != PROX_FDTYPE_SOCKET ||
		    proc_pidfdinfo(pid, fds[i].proc_fd, PROC_PIDFDSOCKETINFO, &about, sizeof about) < (int)sizeof about ||
		    about.psi.soi_kind != SOCKINFO_TCP)
			continue;
		if (count < room)
			row(&about.psi.soi_proto.pri_tcp, pid, &into[count]);
		count++;
	}
	free(fds);
	return count;
}

int ho_connections(struct ho_connection *into, uint32_t room, int32_t unread[2])
{
	int size = proc_listpids(PROC_ALL_PIDS, 0, NULL, 0);
	pid_t *pids = size > 0 ? malloc((size_t)size) : NULL;
	uint32_t count = 0;

	unread[0] = unread[1] = 0;
	if (!pids)
		return -ENOMEM;
	size = proc_listpids(PROC_ALL_PIDS, 0, pids, size);
	for (int i = 0; i < size / (int)sizeof *pids; i++)
		if (pids[i] > 0)
			count = of_process(pids[i], into, room, count);
	free(pids);
	return (int)count;
}

/* ---- the machine ---- */

/* uv_hrtime() is mach_continuous_time(), which is what this clock reads (libuv src/unix/darwin.c; Libc clock_gettime.c). */
int ho_clocks(struct ho_clocks *out)
{
	out->monotonic_ns = (int64_t)clock_gettime_nsec_np(CLOCK_MONOTONIC_RAW);
	out->realtime_ns = (int64_t)clock_gettime_nsec_np(CLOCK_REALTIME);
	out->tick_ns = 0;
	return 0;
}

int ho_enter_netns(int fd)
{
	return (void)fd, -ENOTSUP;
}

/* There is no PR_SET_PDEATHSIG. A peer ends when its channel closes; one that is stopped then stays until the next start. */
int ho_die_with_parent(void)
{
	return -ENOTSUP;
}
