/*
 * The whole C surface of Halfopen: what a kernel must do for one TCP socket.
 *
 * Every function returns 0 (or a length, or a descriptor), or a negative error
 * -errno on Unix, minus the WSA code on Windows. None of them blocks, logs or keeps state, and none but
 * ho_connections allocates. One file per kernel implements them; addon.c knows no kernel.
 */
#ifndef HALFOPEN_SOCKET_H
#define HALFOPEN_SOCKET_H

#include <stdbool.h>
#include <stdint.h>

#ifdef _WIN32
enum { HO_EINVAL = 10022, HO_ENOTSUP = 10045 }; /* WSAEINVAL, WSAEOPNOTSUPP */
#else
#include <errno.h>
enum { HO_EINVAL = EINVAL, HO_ENOTSUP = ENOTSUP };
#endif

enum { HO_SURFACE = 6 }; /* raise with any change here or in addon.c: the loader refuses other numbers */

typedef intptr_t ho_socket; /* a descriptor; a SOCKET on Windows */

/* ---- options: validated as a whole, applied in this order, the switch last ---- */

enum ho_option { HO_IDLE, HO_INTERVAL, HO_COUNT, HO_USER_TIMEOUT, HO_KEEPALIVE, HO_OPTIONS };

enum { HO_NONE = -1 }; /* asked: leave it alone; got: it cannot be read here */

/* In the kernel's unit, which is `unit` milliseconds (1 where it is no time). max < min: not here. */
struct ho_range { int32_t min, max, unit; };

/* What this kernel can hold, HO_OPTIONS of them; found out at the first call where the system does not say. */
const struct ho_range *ho_limits(void);

/* The guard of every ho_apply, before anything is set: 0, or -EINVAL and the option at fault. */
static inline int ho_check(const int32_t asked[HO_OPTIONS], int32_t *culprit)
{
	const struct ho_range *limits = ho_limits();

	for (int32_t i = 0; i < HO_OPTIONS; i++)
		if (asked[i] != HO_NONE && (asked[i] < limits[i].min || asked[i] > limits[i].max)) {
			*culprit = i;
			return -HO_EINVAL;
		}
	return 0;
}

/* Applies all or, on any error, none. `got` is what the socket has afterwards, in either case;
 * `culprit` is the option that failed, or HO_NONE. */
int ho_apply(ho_socket s, const int32_t asked[HO_OPTIONS], int32_t got[HO_OPTIONS], int32_t *culprit);
int ho_read(ho_socket s, int32_t got[HO_OPTIONS]);

/* ---- what this kernel has at all, a set of bits; found out at the first call where the system does not say ---- */

enum { HO_HAS_TCP_INFO = 1, HO_HAS_CUT = 2, HO_HAS_QUEUES = 4, HO_HAS_TIMERS = 8, HO_HAS_CONNECTIONS = 16 };

int ho_abilities(void);

/* ---- finding: where Node shows the descriptor of a socket, this is not needed and answers -ENOTSUP ---- */

struct uv_loop_s;

/* The open TCP socket of a libuv loop between two addresses ("127.0.0.1 80"), or a negative error. Ask anew for each
 * call: the system uses numbers again. */
ho_socket ho_locate(struct uv_loop_s *loop, const char *local, const char *remote);

/* ---- inspection: nothing here takes a pending error away ---- */

/* The kernel's own TCP_INFO, as many bytes as it has and `size` allows; returns the length. */
int ho_tcp_info(ho_socket s, void *into, uint32_t size);

struct ho_queues {
	int32_t received; /* arrived, not yet read */
	int32_t unacked;  /* written, not yet acknowledged: sent or not */
	int32_t unsent;   /* the part of it that has never been sent */
};

int ho_queues(ho_socket s, struct ho_queues *out);

struct ho_readiness {
	int32_t readable; /* bytes that a read would find */
	int32_t eof;      /* the peer's FIN is in, behind those bytes */
	int32_t failed;   /* an error waits; whoever reads, writes or asks SO_ERROR next takes it away */
};

int ho_readiness(ho_socket s, struct ho_readiness *out);

struct ho_timer {
	int32_t kind; /* 0 off, 1 retransmit, 2 keepalive, 3 time-wait, 4 persist */
	int32_t expires_ms;
	int32_t retransmits; /* or unanswered probes */
};

/* A descriptor for ho_armed_timer, bound to the network namespace it was opened in. Any close() ends it. */
int ho_open_diag(void);
int ho_armed_timer(int diag, ho_socket s, struct ho_timer *out);

/* ---- fault injection ---- */

/* One byte of urgent data. Refuses with -EPIPE while an error waits, so as not to take it; an error that
 * arrives in that very moment is taken, and is what it returns. */
int ho_send_oob(ho_socket s, uint8_t byte);

/* Cuts a connected socket off from all that arrives, or (cut = 0) restores it.
 * `span` is the monotonic time just before and just after. */
int ho_cut_off(ho_socket s, int cut, int64_t span[2]);

/* ---- other processes and their connections ---- */

/* Stops every thread of a process, or lets them run again: it no longer reads, and its kernel still acknowledges. */
int ho_suspend(int32_t pid, int suspended);

struct ho_connection {
	uint8_t local[16], remote[16]; /* network order; the first four for IPv4; remote all zero while listening */
	uint32_t local_scope, remote_scope;
	uint16_t local_port, remote_port;
	int32_t family; /* 4 or 6 */
	int32_t state;  /* RFC 9293, numbered as in Linux's tcp_states.h: 1 ESTABLISHED ... 7 CLOSED, 10 LISTEN */
	int32_t pid;    /* 0: nobody's any more, or not ours to know */
};

/* Every TCP socket of the machine; returns how many there are, of which the first `room` were written. `unread` has for
 * IPv4 and IPv6 why its sockets are missing, or 0; an error when both are. */
int ho_connections(struct ho_connection *into, uint32_t room, int32_t unread[2]);

/* ---- the machine ---- */

struct ho_clocks {
	int64_t monotonic_ns; /* the clock of uv_hrtime */
	int64_t realtime_ns;  /* since 1970, the clock of packet timestamps */
	int64_t tick_ns;      /* one tick of the kernel's timers, 1/HZ; 0 if it cannot be known */
};

int ho_clocks(struct ho_clocks *out);

/* Moves the calling thread, and no other, into the network namespace that `fd` refers to. */
int ho_enter_netns(int fd);

/* Fetches a socket from halfopen-lab (native/lab): its door gives the descriptor for a ticket of 16 characters; -ENOENT if
 * it offers none for it, -ETIMEDOUT after a second. The socket stays in the network namespace it was made in. */
#ifdef __linux__
int ho_fetch(const char *door, const char *ticket);
#else
static inline int ho_fetch(const char *door, const char *ticket)
{
	return (void)door, (void)ticket, -HO_ENOTSUP;
}
#endif

/* Where Windows keeps its own programs (`C:\\Windows\\System32`), as the system knows it: the environment may say anything.
 * UTF-16 without an end; returns how many units it has. */
#ifdef _WIN32
int ho_system_folder(uint16_t *into, uint32_t room);
#else
static inline int ho_system_folder(uint16_t *into, uint32_t room)
{
	return (void)into, (void)room, -HO_ENOTSUP;
}
#endif

/* From now on the kernel kills this process when the thread that started it ends: even if it is stopped. */
int ho_die_with_parent(void);

#endif
