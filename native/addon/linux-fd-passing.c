/* Fetches a socket from halfopen-lab: sends the ticket to its door and receives the descriptor (lab/fd-passing.c). */
#define _GNU_SOURCE
#include "socket.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { TICKET = 16, PATIENCE_MS = 1000 };

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}

/* Lets no call on `s` wait beyond `until`; set anew before each, because a call that a signal interrupts begins again. */
static int limit(int s, int64_t until)
{
	int64_t left = until - now_ms();
	struct timeval patience = {.tv_sec = left / 1000, .tv_usec = left % 1000 * 1000};

	if (left <= 0)
		return -ETIMEDOUT;
	return setsockopt(s, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) ||
	       setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) ? -errno : 0;
}

/* What a call that failed means: EAGAIN is the end of its time; 0: a signal, again. */
static int failed(void)
{
	return errno == EINTR ? 0 : errno == EAGAIN ? -ETIMEDOUT : -errno;
}

/* Waits while the door has as many callers as it can hold (unix_wait_for_peer). */
static int join(int s, const struct sockaddr_un *at, size_t length, int64_t until)
{
	int err;

	while (!(err = limit(s, until))) {
		if (!connect(s, (const struct sockaddr *)at, (socklen_t)(sizeof at->sun_family + 1 + length)))
			return 0;
		if ((err = failed()))
			return err;
	}
	return err;
}

static int receive(int from, int64_t until)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control = {0};
	char byte;
	struct iovec into = {.iov_base = &byte, .iov_len = 1};
	struct msghdr m = {.msg_iov = &into, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
	struct cmsghdr *got;
	ssize_t length = -1;
	int fd, err;

	while (length < 0) {
		if ((err = limit(from, until)))
			return err;
		if ((length = recvmsg(from, &m, MSG_CMSG_CLOEXEC)) < 0 && (err = failed()))
			return err;
	}
	got = CMSG_FIRSTHDR(&m);
	if (!got || got->cmsg_level != SOL_SOCKET || got->cmsg_type != SCM_RIGHTS || got->cmsg_len != CMSG_LEN(sizeof fd))
		return -ENOENT; /* the door was shut */
	memcpy(&fd, CMSG_DATA(got), sizeof fd);
	return fd;
}

int ho_fetch(const char *door, const char *ticket)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX}; /* abstract: the name begins after a zero byte */
	int64_t until = now_ms() + PATIENCE_MS;
	size_t length = strlen(door);
	int s, err;

	if (length == 0 || length > sizeof at.sun_path - 1 || strlen(ticket) != TICKET)
		return -EINVAL;
	memcpy(at.sun_path + 1, door, length);
	if ((s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) < 0)
		return -errno;
	err = join(s, &at, length, until);
	if (!err && send(s, ticket, TICKET, MSG_NOSIGNAL) != TICKET) /* the first 16 bytes always find room */
		err = -errno;
	if (!err)
		err = receive(s, until);
	close(s);
	return err;
}
