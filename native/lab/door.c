/* Sockets on offer: on their way until they are connected, then behind the door until they are fetched. */
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

/* No ticket yet: on its way. */
struct offer {
	int fd;
	long id;
	int64_t since;
	char ticket[TICKET + 1];
};

static struct offer offers[LAB_MOST_OFFERS];
static int count;

/* An abstract socket in the parent's network, with a name that the kernel finds. */
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

static int ticket_for(struct offer *offer)
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

static void settle(int i, lab_told *tell)
{
	int err = 0;
	socklen_t size = sizeof err;

	if (getsockopt(offers[i].fd, SOL_SOCKET, SO_ERROR, &err, &size))
		err = errno;
	err = err ? -err : ticket_for(&offers[i]);
	tell(offers[i].id, offers[i].since, err, offers[i].ticket);
	if (err)
		drop(i);
}

void lab_offer(int fd, long id, int64_t since, int ready, lab_told *tell)
{
	if (count == LAB_MOST_OFFERS) {
		close(fd);
		tell(id, since, -EMFILE, NULL);
		return;
	}
	offers[count++] = (struct offer){.fd = fd, .id = id, .since = since};
	if (ready)
		settle(count - 1, tell);
}

int lab_watch_offers(struct pollfd *watched)
{
	for (int i = 0; i < count; i++)
		watched[i] = (struct pollfd){.fd = offers[i].ticket[0] ? -1 : offers[i].fd, .events = POLLOUT};
	return count;
}

/* From the end: one that is dropped makes place for the last. */
void lab_settle_offers(const struct pollfd *watched, int n, lab_told *tell)
{
	for (int i = n - 1; i >= 0; i--)
		if (watched[i].revents)
			settle(i, tell);
}

static void hand_over(int to, int fd)
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

/* Who comes is of this user, has a ticket and is quick, or gets nothing. */
void lab_open_door(int door)
{
	struct timeval patience = {.tv_usec = 200000};
	struct ucred who;
	socklen_t size = sizeof who;
	char said[TICKET];
	int guest = accept4(door, NULL, NULL, SOCK_CLOEXEC);

	if (guest < 0)
		return;
	setsockopt(guest, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	if (!getsockopt(guest, SOL_SOCKET, SO_PEERCRED, &who, &size) && who.uid == geteuid() &&
	    recv(guest, said, TICKET, MSG_WAITALL) == TICKET)
		for (int i = 0; i < count; i++)
			if (offers[i].ticket[0] && !memcmp(offers[i].ticket, said, TICKET)) {
				hand_over(guest, offers[i].fd);
				drop(i);
				break;
			}
	close(guest);
}
