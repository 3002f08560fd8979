/* Sockets and programs inside a host. A socket stays in the host it was made in, whoever holds it. */
#define _GNU_SOURCE
#include "lab.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BACKLOG = 4096 };

static int tcp(void)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	return fd < 0 ? -errno : fd;
}

static int failed(int fd)
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
	if ((fd = tcp()) < 0)
		return fd;
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) || bind(fd, (struct sockaddr *)&at, sizeof at) ||
	    listen(fd, BACKLOG))
		return failed(fd);
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
	if ((fd = tcp()) < 0)
		return fd;
	return connect(fd, (struct sockaddr *)&to, sizeof to) && errno != EINPROGRESS ? failed(fd) : fd;
}

/* Never returns. What keeps the program from running is written into `told`, which a program that runs closes. */
static void become(char *const argv[], int in, int out, int told)
{
	int err;

	if (prctl(PR_SET_PDEATHSIG, SIGKILL) || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0)
		_exit(126);
	execvp(argv[0], argv);
	err = -errno;
	_exit(write(told, &err, sizeof err) == sizeof err ? 127 : 126);
}

static int await_end(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int run(char *const argv[], int in, int out)
{
	int told[2], err = 0, status;
	pid_t pid;

	if (pipe2(told, O_CLOEXEC))
		return -errno;
	pid = fork();
	if (pid == 0)
		become(argv, in, out, told[1]);
	if (pid < 0)
		err = -errno;
	close(told[1]);
	if (pid > 0 && read(told[0], &err, sizeof err) <= 0)
		err = 0;
	close(told[0]);
	status = pid > 0 ? await_end(pid) : 0;
	return err ? err : status;
}

/* Files in memory instead of pipes: neither side ever waits for the other to read. */
int lab_run(enum host host, char *const argv[], const char *input, size_t length, char *said, size_t room)
{
	int in = memfd_create("input", MFD_CLOEXEC), out = memfd_create("output", MFD_CLOEXEC), err = lab_enter(host);
	ssize_t got;

	said[0] = 0;
	if (!err && (in < 0 || out < 0 || write(in, input, length) != (ssize_t)length || lseek(in, 0, SEEK_SET)))
		err = -errno;
	if (!err)
		err = run(argv, in, out);
	if (out >= 0 && (got = pread(out, said, room - 1, 0)) >= 0)
		said[got] = 0;
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
	return err;
}
