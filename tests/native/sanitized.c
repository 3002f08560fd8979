/*
 * The addon of Linux without Node, under AddressSanitizer and UndefinedBehaviorSanitizer, and with a
 * kernel that can be told to refuse: setsockopt is wrapped by the linker (-Wl,--wrap=setsockopt).
 */
#define _GNU_SOURCE
#include "socket.h"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define CHECK(is) \
	do { if (!(is)) { fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #is); exit(1); } } while (0)

static int refused_name; /* setsockopt of this option fails with EPERM; 0: none */
static int calls;

int __real_setsockopt(int fd, int level, int name, const void *value, socklen_t size);
int __wrap_setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
	calls++;
	if (name == refused_name) {
		errno = EPERM;
		return -1;
	}
	return __real_setsockopt(fd, level, name, value, size);
}

static void connected(int ends[2])
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof address;
	int listener = socket(AF_INET, SOCK_STREAM, 0);

	CHECK(!bind(listener, (struct sockaddr *)&address, size) && !listen(listener, 1));
	CHECK(!getsockname(listener, (struct sockaddr *)&address, &size));
	ends[0] = socket(AF_INET, SOCK_STREAM, 0);
	CHECK(!connect(ends[0], (struct sockaddr *)&address, size));
	CHECK((ends[1] = accept(listener, NULL, NULL)) >= 0);
	close(listener);
}

static void options_are_all_or_nothing(int fd)
{
	const int32_t asked[HO_OPTIONS] = {7, 8, 9, 1000, 1}, too_many[HO_OPTIONS] = {7, 8, 128, 1000, 1};
	int32_t before[HO_OPTIONS], got[HO_OPTIONS], culprit;

	CHECK(ho_read(fd, before) == 0);
	calls = 0;
	CHECK(ho_apply(fd, too_many, got, &culprit) == -EINVAL && culprit == HO_COUNT);
	CHECK(calls == 0); /* the guard came before the kernel */
	CHECK(!memcmp(before, got, sizeof got));
	refused_name = TCP_USER_TIMEOUT; /* the fourth of five: three have to be undone */
	CHECK(ho_apply(fd, asked, got, &culprit) == -EPERM && culprit == HO_USER_TIMEOUT);
	CHECK(!memcmp(before, got, sizeof got));
	CHECK(ho_read(fd, got) == 0 && !memcmp(before, got, sizeof got));
	refused_name = 0;
	CHECK(ho_apply(fd, asked, got, &culprit) == 0 && culprit == HO_NONE);
	CHECK(!memcmp(asked, got, sizeof got));
}

static void looking_leaves_the_error_alone(int fd)
{
	struct ho_readiness ready;
	struct ho_queues queues;
	uint8_t info[248];
	int error = 0;
	socklen_t size = sizeof error;

	for (int i = 0; i < 100; i++) {
		CHECK(ho_readiness(fd, &ready) == 0 && ready.failed && !ready.eof);
		CHECK(ho_queues(fd, &queues) == 0);
		CHECK(ho_tcp_info(fd, info, sizeof info) > 100);
		CHECK(ho_send_oob(fd, '!') == -EPIPE);
	}
	CHECK(!getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) && error == ECONNRESET);
}

/* As a question whose answer nobody has fetched: about `fd`, with a sequence number of our choice. */
static void leave_answer(int diag, int fd, uint32_t sequence)
{
	struct {
		struct nlmsghdr head;
		struct inet_diag_req_v2 ask;
	} request = {
		.head = {.nlmsg_len = sizeof request, .nlmsg_type = SOCK_DIAG_BY_FAMILY, .nlmsg_flags = NLM_F_REQUEST,
			 .nlmsg_seq = sequence},
		.ask = {.sdiag_family = AF_INET, .sdiag_protocol = IPPROTO_TCP, .idiag_states = ~0u},
	};
	struct sockaddr_in local, remote;
	socklen_t size = sizeof local, cookie_size = sizeof request.ask.id.idiag_cookie;

	CHECK(!getsockname(fd, (struct sockaddr *)&local, &size) && !getpeername(fd, (struct sockaddr *)&remote, &size));
	CHECK(!getsockopt(fd, SOL_SOCKET, SO_COOKIE, request.ask.id.idiag_cookie, &cookie_size));
	request.ask.id.idiag_sport = local.sin_port;
	request.ask.id.idiag_dport = remote.sin_port;
	request.ask.id.idiag_src[0] = local.sin_addr.s_addr;
	request.ask.id.idiag_dst[0] = remote.sin_addr.s_addr;
	if (!sequence)
		request.head.nlmsg_seq = request.ask.id.idiag_cookie[0];
	CHECK(send(diag, &request, sizeof request, 0) > 0);
}

/* Late answers, to another question and to an earlier one about the same socket, shift none that come after them. */
static void late_answers_are_skipped(int diag, int quiet, int probing)
{
	const int32_t off[HO_OPTIONS] = {HO_NONE, HO_NONE, HO_NONE, HO_NONE, 0};
	const int32_t on[HO_OPTIONS] = {7, 8, 9, HO_NONE, 1};
	int32_t got[HO_OPTIONS], culprit;
	struct ho_timer timer;

	for (int i = 0; i < 3; i++)
		leave_answer(diag, quiet, 41);
	CHECK(ho_armed_timer(diag, probing, &timer) == 0 && timer.kind == 2);
	CHECK(ho_armed_timer(diag, quiet, &timer) == 0 && timer.kind == 0);
	leave_answer(diag, probing, 0);
	CHECK(ho_apply(probing, off, got, &culprit) == 0);
	CHECK(ho_armed_timer(diag, probing, &timer) == 0 && timer.kind == 0);
	CHECK(ho_apply(probing, on, got, &culprit) == 0);
}

static void ring(int signal)
{
	(void)signal;
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* A door that nobody opens: the first callers wait for an answer, those after them for a place in the queue. Signals, as of
 * a profiler, do not begin the wait anew. */
static void fetching_has_an_end(void)
{
	static const char name[] = "halfopen-sanitized";
	const struct itimerval often = {{0, 20000}, {0, 20000}}, never = {{0, 0}, {0, 0}};
	const struct sigaction handle = {.sa_handler = ring};
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	int door = socket(AF_UNIX, SOCK_STREAM, 0), size;
	char address[64];

	size = snprintf(address, sizeof address, "%s-%d", name, getpid());
	memcpy(at.sun_path + 1, address, (size_t)size);
	CHECK(!bind(door, (struct sockaddr *)&at, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)size)));
	CHECK(!listen(door, 0));
	CHECK(!sigaction(SIGALRM, &handle, NULL) && !setitimer(ITIMER_REAL, &often, NULL));
	for (int i = 0; i < 3; i++) {
		double from = seconds();

		CHECK(ho_fetch(address, "0123456789abcdef") == -ETIMEDOUT);
		CHECK(seconds() - from >= 0.99 && seconds() - from < 5);
	}
	setitimer(ITIMER_REAL, &never, NULL);
	close(door);
	CHECK(ho_fetch(address, "0123456789abcdef") == -ECONNREFUSED);
}

int main(void)
{
	const struct linger abort_on_close = {.l_onoff = 1};
	struct ho_timer timer;
	int64_t span[2];
	struct ho_clocks clocks;
	uint8_t info[1];
	int ends[2], diag = ho_open_diag();

	connected(ends);
	options_are_all_or_nothing(ends[0]);
	CHECK(ho_armed_timer(diag, ends[0], &timer) == 0 && timer.kind == 2 && timer.expires_ms <= 7000);
	CHECK(ho_armed_timer(diag, ends[1], &timer) == 0 && timer.kind == 0);
	CHECK(ho_armed_timer(diag, -1, &timer) == -EBADF);
	late_answers_are_skipped(diag, ends[1], ends[0]);
	CHECK(ho_tcp_info(ends[0], info, sizeof info) == 1); /* no byte more than there is room for */
	CHECK(ho_cut_off(ends[0], 1, span) == 0 && span[0] <= span[1]);
	CHECK(ho_cut_off(ends[0], 0, span) == 0);
	CHECK(ho_clocks(&clocks) == 0 && clocks.monotonic_ns >= span[1]);
	CHECK(ho_send_oob(ends[0], '!') == 0);
	setsockopt(ends[1], SOL_SOCKET, SO_LINGER, &abort_on_close, sizeof abort_on_close);
	close(ends[1]);
	looking_leaves_the_error_alone(ends[0]);
	close(ends[0]);
	close(diag);
	fetching_has_an_end();
	return 0;
}
