/*
 * Private hosts: client, router and server, each in a network namespace of its own inside one unprivileged user
 * namespace. One process without threads holds them by descriptors. When the last descriptor is closed, the kernel
 * removes them with all that was done to them. Functions return 0 (or a descriptor), or -errno.
 */
#ifndef HALFOPEN_LAB_H
#define HALFOPEN_LAB_H

#include <poll.h>
#include <stddef.h>
#include <stdint.h>

enum host { CLIENT, ROUTER, SERVER, HOSTS };

/* ---- hosts.c: namespaces, links, routes ---- */

/* Makes all hosts and links them; `step` names what failed. Addresses: 198.18.N.2, 198.18.N.1 | 198.19.N.1, 198.19.N.2. */
int lab_make_hosts(int number, const char **step);
/* Moves this process into the network namespace of that host. */
int lab_enter(enum host);
/* Sets an interface of that host up or down. */
int lab_link(enum host, const char *name, int up);
/* Adds or removes the router's blackhole route to the server: the router drops its packets silently. */
int lab_blackhole(int add);
/* The server loses power: nobody can reach its sockets any more. */
int lab_halt(void);
/* A server starts with the same addresses and without any connection. */
int lab_boot(void);
int lab_sysctl(enum host, const char *path, const char *value);

/* ---- conntrack.c: connection tracking of the router ---- */

/* The router forgets every flow, also those it tracks already, after this long without a packet. */
int lab_set_conntrack_timeout(uint32_t seconds);

/* ---- sockets.c: sockets in a host ---- */

/* A listening socket of the server. */
int lab_listen(uint16_t port);
/* A socket of the client that is connecting. */
int lab_dial(const char *address, uint16_t port);

/* ---- programs.c: programs in a host ---- */

/* Runs a program to its end. Returns its exit status, or -errno when it could not be started; `said` is its output. */
int lab_run(enum host, char *const argv[], const char *input, size_t length, char *said, size_t room);

/* ---- capture.c: the packets of a host ---- */

struct packet {
	int64_t at_ns;   /* monotonic */
	int64_t real_ns; /* since 1970, as the kernel stamped it */
	uint32_t length; /* of the whole IP packet; `kept` of its bytes are in `bytes` */
	uint32_t kept;
	int outgoing;
	uint8_t bytes[128]; /* the longest headers (60 + 60), and the head of what an ICMP error quotes */
};

/* A descriptor that is readable when that host's interface has sent or received a packet. */
int lab_capture(enum host);
/* 1 with a packet, 0 when there is none now, or -errno. */
int lab_next_packet(int capture, struct packet *out);
/* How many packets the kernel dropped, for want of room in the queue, since the last call. */
int lab_lost_packets(int capture);

/* ---- fd-passing.c: passing a socket to another process ---- */

enum { LAB_MOST_OFFERS = 8192 };

/* Reports an offer: `result` is 0 when the socket can be fetched with the ticket, else -errno. */
typedef void lab_offered(long id, int64_t since, int result, const char *ticket);

/* The door, a listening Unix socket; `name` becomes its abstract address. */
int lab_make_door(char *name, size_t room);
/* Accepts one connection at the door, and passes it the socket that its ticket names. */
void lab_pass_fd(int door);
/* Takes over `fd`. Reports a ready one at once, another one when it is connected or has failed. */
void lab_offer(int fd, long id, int64_t since, int ready, lab_offered *report);
/* Fills in what poll(2) must wait for; returns how many. */
int lab_watch_offers(struct pollfd *watched);
/* Reports the offers whose connection is made or has failed. */
void lab_complete_offers(const struct pollfd *watched, int n, lab_offered *report);

#endif
