/* Packets of one host as its interface sees them, with the kernel's own timestamps (packet(7)). */
#define _GNU_SOURCE
#include "lab.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* Asked for; the kernel gives as much as net.core.rmem_max allows. */
enum { QUEUE = 8 << 20 };

/* SOCK_DGRAM: without Ethernet's header. ETH_P_ALL: the kernel shows outgoing packets to no other packet socket. */
int lab_capture(enum host host)
{
	struct sockaddr_ll at = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL)};
	int on = 1, size = QUEUE, fd, err = lab_enter(host);

	if (err)
		return err;
	if (!(at.sll_ifindex = (int)if_nametoindex("eth0")))
		return -ENODEV;
	/* Protocol 0 until bind(): receives nothing of other interfaces meanwhile. */
	if ((fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) < 0)
		return -errno;
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
	if (setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) || bind(fd, (struct sockaddr *)&at, sizeof at)) {
		err = -errno;
		close(fd);
		return err;
	}
	return fd;
}

static int64_t ns_of(const struct timespec *t)
{
	return t->tv_sec * INT64_C(1000000000) + t->tv_nsec;
}

/* The kernel stamps packets with CLOCK_REALTIME; its distance to CLOCK_MONOTONIC is measured for each packet. */
static int64_t monotonic(int64_t real)
{
	struct timespec day, steady;

	clock_gettime(CLOCK_REALTIME, &day);
	clock_gettime(CLOCK_MONOTONIC, &steady);
	return real - ns_of(&day) + ns_of(&steady);
}

static int64_t stamp_of(struct msghdr *m)
{
	struct timespec t;

	for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c))
		if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_TIMESTAMPNS) {
			memcpy(&t, CMSG_DATA(c), sizeof t);
			return ns_of(&t);
		}
	return 0;
}

int lab_next_packet(int capture, struct packet *out)
{
	union {
		struct cmsghdr head;
		char room[256];
	} control;
	struct sockaddr_ll from;
	struct iovec into = {.iov_base = out->bytes, .iov_len = sizeof out->bytes};
	struct msghdr m = {.msg_name = &from, .msg_namelen = sizeof from, .msg_iov = &into, .msg_iovlen = 1,
			   .msg_control = &control, .msg_controllen = sizeof control};
	ssize_t length;

	do /* skips ARP */
		length = recvmsg(capture, &m, MSG_TRUNC | MSG_DONTWAIT);
	while (length >= 0 && from.sll_protocol != htons(ETH_P_IP));
	if (length < 0)
		return errno == EAGAIN || errno == ENETDOWN ? 0 : -errno; /* ENETDOWN comes once, when the link goes down */
	out->length = (uint32_t)length;
	out->kept = length < (ssize_t)sizeof out->bytes ? (uint32_t)length : (uint32_t)sizeof out->bytes;
	out->outgoing = from.sll_pkttype == PACKET_OUTGOING;
	out->real_ns = stamp_of(&m);
	out->at_ns = monotonic(out->real_ns);
	return 1;
}

int lab_lost_packets(int capture)
{
	struct tpacket_stats lost;
	socklen_t size = sizeof lost;

	return getsockopt(capture, SOL_PACKET, PACKET_STATISTICS, &lost, &size) ? 0 : (int)lost.tp_drops;
}
