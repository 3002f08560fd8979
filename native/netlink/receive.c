/* Receiving from the kernel, and from nobody else. */
#define _GNU_SOURCE
#include "answer.h"

#include <errno.h>
#include <sys/socket.h>

ssize_t nl_receive(int fd, void *into, size_t room, int flags)
{
	struct sockaddr_nl from;
	struct iovec iov = {.iov_base = into, .iov_len = room};
	ssize_t length;

	for (;;) {
		struct msghdr m = {.msg_name = &from, .msg_namelen = sizeof from, .msg_iov = &iov, .msg_iovlen = 1};

		if ((length = recvmsg(fd, &m, flags)) < 0) {
			if (errno != EINTR)
				return -errno;
		} else if (m.msg_namelen == sizeof from && from.nl_pid == 0) {
			return m.msg_flags & MSG_TRUNC ? -EMSGSIZE : length;
		}
	}
}

int nl_port(int fd, uint32_t *port)
{
	struct sockaddr_nl own;
	socklen_t size = sizeof own;

	if (getsockname(fd, (struct sockaddr *)&own, &size))
		return -errno;
	*port = own.nl_pid;
	return 0;
}
