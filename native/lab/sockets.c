/* TCP sockets inside a host. A socket stays in the host it was made in, whoever holds it. */
#define _GNU_SOURCE
#include "lab.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 4096 };

static int tcp_socket(void)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	return fd < 0 ? -errno : fd;
}

static int close_failed(int fd)
{
	int err = -errno;

	close(fd);
	return err;
}

int lab_listen(uint16_t port)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(port)};
	int on = 1, fd, err = lab_enter(SERVER);

	if (err)
		return err;
	if ((fd = tcp_socket()) < 0)
		return fd;
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) || bind(fd, (struct sockaddr *)&at, sizeof at) ||
	    listen(fd, BACKLOG))
		return close_failed(fd);
	return fd;
}

int lab_dial(const char *address, uint16_t port)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
	int fd, err = lab_enter(CLIENT);

	if (err)
		return err;
	if (inet_pton(AF_INET, address, &to.sin_addr) != 1)
		return -EINVAL;
	if ((fd = tcp_socket()) < 0)
		return fd;
	return connect(fd, (struct sockaddr *)&to, sizeof to) && errno != EINPROGRESS ? close_failed(fd) : fd;
}
