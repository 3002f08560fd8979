/*
 * Passes sockets to other processes (SCM_RIGHTS, unix(7)). The door is a listening Unix socket. An offered socket that is
 * connected gets a ticket; whoever connects to the door and sends that ticket receives its descriptor.
 * addon/linux-fd-passing.c is the other end.
 */
#define _GNU_SOURCE
#include "lab.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

enum { TICKET = 16 };

/* Without a ticket: still connecting. */
struct offer {
	int fd;
	long id;
	int64_t since;
	char ticket[TICKET + 1];
};

static struct offer offers[LAB_MOST_OFFERS];
static int count;

/* The kernel chooses the name (autobind, unix(7)). Called before the network namespaces exist: the parent reaches it. */
int lab_make_door(char *name, size_t room)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	socklen_t size = sizeof at;
	int door = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (door < 0 || bind(door, (struct sockaddr *)&at, sizeof at.sun_family) || listen(door, 128) ||
	    getsockname(door, (struct sockaddr *)&at, &size))
		return -errno;
	snprintf(name, room, "%.*s", (int)(size - sizeof at.sun_family - 1), at.sun_path + 1);
	return door;
}

static int draw_ticket(struct offer *offer)
{
	static const char digits[] = "0123456789abcdef";
	uint8_t random[TICKET];

	if (getrandom(random, sizeof random, 0) != sizeof random)
		return -EIO;
	for (int i = 0; i < TICKET; i++)
		offer->ticket[i] = digits[random[i] & 15];
	return 0;
}

static void drop(int i)
{
	close(offers[i].fd);
	offers[i] = offers[--count];
}

static void complete(int i, lab_offered *report)
{
	int err = 0;
	socklen_t size = sizeof err;

	if (getsockopt(offers[i].fd, SOL_SOCKET, SO_ERROR, &err, &size))
		err = errno;
	err = err ? -err : draw_ticket(&offers[i]);
	report(offers[i].id, offers[i].since, err, offers[i].ticket);
	if (err)
		drop(i);
}

void lab_offer(int fd, long id, int64_t since, int ready, lab_offered *report)
{
	if (count == LAB_MOST_OFFERS) {
		close(fd);
		report(id, since, -EMFILE, NULL);
		return;
	}
	offers[count++] = (struct offer){.fd = fd, .id = id, .since = since};
	if (ready)
		complete(count - 1, report);
}

int lab_watch_offers(struct pollfd *watched)
{
	for (int i = 0; i < count; i++)
		watched[i] = (struct pollfd){.fd = offers[i].ticket[0] ? -1 : offers[i].fd, .events = POLLOUT};
	return count;
}

/* From the end, because drop() moves the last offer into the gap. */
void lab_complete_offers(const struct pollfd *watched, int n, lab_offered *report)
{
	for (int i = n - 1; i >= 0; i--)
		if (watched[i].revents)
			complete(i, report);
}

static void send_fd(int to, int fd)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control = {.head = {.cmsg_len = CMSG_LEN(sizeof fd), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS}};
	struct iovec byte = {.iov_base = "s", .iov_len = 1};
	struct msghdr m = {.msg_iov = &byte, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};

	memcpy(CMSG_DATA(&control.head), &fd, sizeof fd);
	sendmsg(to, &m, MSG_NOSIGNAL);
}

/* Another user, an unknown ticket, or none within 200 ms: the connection is closed without a descriptor. */
void lab_pass_fd(int door)
{
	struct timeval patience = {.tv_usec = 200000};
	struct ucred who;
	socklen_t size = sizeof who;
	char said[TICKET];
	int connection = accept4(door, NULL, NULL, SOCK_CLOEXEC);

	if (connection < 0)
		return;
	setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	if (!getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &who, &size) && who.uid == geteuid() &&
	    recv(connection, said, TICKET, MSG_WAITALL) == TICKET)
		for (int i = 0; i < count; i++)
			if (offers[i].ticket[0] && !memcmp(offers[i].ticket, said, TICKET)) {
				send_fd(connection, offers[i].fd);
				drop(i);
				break;
			}
	close(connection);
}
