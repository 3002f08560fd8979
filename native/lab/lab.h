/*
 * Private hosts: client, router and server, each in a network namespace of its own inside one unprivileged user
 * namespace. One process without threads holds them all; they are gone with its last descriptor, and so is everything
 * that was done to them. Functions return 0 (or a descriptor), or -errno.
 */
#ifndef HALFOPEN_LAB_H
#define HALFOPEN_LAB_H

#include <poll.h>
#include <stddef.h>
#include <stdint.h>

enum host { CLIENT, ROUTER, SERVER, HOSTS };

/* ---- hosts.c: namespaces, links, routes ---- */

/* Makes all hosts and joins them; `step` is what failed. Addresses: 198.18.N.2, 198.18.N.1 | 198.19.N.1, 198.19.N.2. */
int lab_make_hosts(int number, const char **step);
/* From here on this process is in that host. */
int lab_enter(enum host);
/* `name` is an interface of that host. */
int lab_link(enum host, const char *name, int up);
/* The router drops silently, by its routing table, what is for the server; or again passes it on. */
int lab_blackhole(int add);
/* The server loses power: all that it knew is out of reach, its cable hangs in the air. */
int lab_halt(void);
/* A new server with the old one's addresses and no memory. */
int lab_boot(void);
/* Every flow that the router tracks is forgotten after this long without a packet, beginning now. */
int lab_forget_after(uint32_t seconds);
int lab_sysctl(enum host, const char *path, const char *value);

/* ---- work.c: sockets and programs in a host ---- */

/* A socket of the server that listens; or one of the client whose connection is on its way. */
int lab_listen(uint16_t port);
int lab_dial(const char *address, uint16_t port);
/* Runs a program there to its end; 0, -errno when it could not be started, or its exit status with what it said. */
int lab_run(enum host, char *const argv[], const char *input, size_t length, char *said, size_t room);

/* ---- capture.c: what goes over the wire ---- */

struct packet {
	int64_t at_ns;   /* monotonic */
	int64_t real_ns; /* since 1970, as the kernel stamped it */
	uint32_t length; /* of the whole IP packet, of which `kept` bytes are here */
	uint32_t kept;
	int outgoing;
	uint8_t bytes[128]; /* the longest headers (60 + 60), and the head of what an ICMP error quotes */
};

/* A descriptor to watch; packets of that host's interface from now on. */
int lab_capture(enum host);
/* 1 with a packet, 0 when there is none now, or -errno. */
int lab_next_packet(int capture, struct packet *out);
/* Those that found no room since the last question. */
int lab_lost_packets(int capture);

/* ---- door.c: how a socket gets to another process ---- */

enum { LAB_MOST_OFFERS = 8192 };

/* `result` is 0 when the socket can be fetched with the ticket, else -errno. */
typedef void lab_told(long id, int64_t since, int result, const char *ticket);

/* The descriptor of the door; `name` is that of its abstract Unix socket. */
int lab_make_door(char *name, size_t room);
void lab_open_door(int door);
/* Takes over `fd`; one that is not ready is told of when it is connected or has failed. */
void lab_offer(int fd, long id, int64_t since, int ready, lab_told *tell);
int lab_watch_offers(struct pollfd *watched);
void lab_settle_offers(const struct pollfd *watched, int n, lab_told *tell);

#endif
