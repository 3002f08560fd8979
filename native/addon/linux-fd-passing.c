/* Fetches a socket from halfopen-lab: sends the ticket to its door and receives the descriptor (lab/fd-passing.c). */
#define _GNU_SOURCE
#include "socket.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

enum { TICKET = 16 };

static int receive(int from)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control = {0};
	char byte;
	struct iovec into = {.iov_base = &byte, .iov_len = 1};
	struct msghdr m = {.msg_iov = &into, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
	struct cmsghdr *got;
	ssize_t length;
	int fd;

	do /* again after a signal, for example of a profiler */
		length = recvmsg(from, &m, MSG_CMSG_CLOEXEC);
	while (length < 0 && errno == EINTR);
	if (length < 0)
		return -errno;
	got = CMSG_FIRSTHDR(&m);
	if (!got || got->cmsg_level != SOL_SOCKET || got->cmsg_type != SCM_RIGHTS || got->cmsg_len != CMSG_LEN(sizeof fd))
		return -ENOENT; /* the door was shut */
	memcpy(&fd, CMSG_DATA(got), sizeof fd);
	return fd;
}

static int join(int s, const struct sockaddr_un *at, size_t length)
{
	int err;

	do
		err = connect(s, (const struct sockaddr *)at, (socklen_t)(sizeof at->sun_family + 1 + length));
	while (err && errno == EINTR);
	return err;
}

int ho_fetch(const char *door, const char *ticket)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX}; /* abstract: the name begins after a zero byte */
	struct timeval patience = {.tv_sec = 1};
	size_t length = strlen(door);
	int s, fd;

	if (length == 0 || length > sizeof at.sun_path - 1 || strlen(ticket) != TICKET)
		return -EINVAL;
	memcpy(at.sun_path + 1, door, length);
	if ((s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) < 0)
		return -errno;
	if (setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) ||
	    join(s, &at, length) ||
	    send(s, ticket, TICKET, MSG_NOSIGNAL) != TICKET)
		fd = -errno;
	else
		fd = receive(s);
	close(s);
	return fd;
}
