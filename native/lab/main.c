/*
 * halfopen-lab N: holds private hosts until its standard input or its parent process ends. N is part of their addresses.
 *
 * A request is a line on standard input, its fields separated by tabs: a number, a verb, the verb's arguments. The last
 * argument of `run` says how many bytes of input for that program follow the line.
 * The answer is a line of JSON on standard output with the number of the request and the monotonic time just before and
 * just after it was carried out. Answer 0 says that the hosts stand, or which step of making them failed.
 * A socket is offered: the answer holds a ticket, and the process that sends the ticket to the door, an abstract Unix
 * socket in the parent's network namespace, receives the descriptor (fd-passing.c).
 * While a host is captured, each of its packets is a line of JSON, too.
 * main/platform/linux/private-hosts.ts is the other end.
 */
#define _GNU_SOURCE
#include "lab.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "request.h"

enum { LONGEST_REQUEST = 256 * 1024 };

static struct pollfd watched[3 + LAB_MOST_OFFERS];
static int capture = -1;
static char pending[LONGEST_REQUEST + 1];
static size_t filled;

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static void print_text(const char *text)
{
	putchar('"');
	for (const unsigned char *c = (const unsigned char *)text; *c; c++)
		if (*c == '"' || *c == '\\')
			printf("\\%c", *c);
		else if (*c < 0x20 || *c == 0x7f) /* 0x80 and above: UTF-8, or for the reader to replace */
			printf("\\u%04x", *c);
		else
			putchar(*c);
	putchar('"');
}

static void answer(long id, int64_t from, int result, const char *key, const char *text)
{
	printf("{\"id\":%ld,\"fromNs\":%lld,\"toNs\":%lld,\"result\":%d", id, (long long)from, (long long)now_ns(), result);
	if (key) {
		printf(",\"%s\":", key);
		print_text(text);
	}
	puts("}");
}

/* ---- packets ---- */

static void print_packet(const struct packet *p)
{
	printf("{\"packet\":\"");
	for (uint32_t i = 0; i < p->kept; i++)
		printf("%02x", p->bytes[i]);
	printf("\",\"atNs\":%lld,\"realNs\":\"%lld\",\"length\":%u,\"out\":%s}\n", (long long)p->at_ns,
	       (long long)p->real_ns, p->length, p->outgoing ? "true" : "false");
}

/* Prints all packets in the queue, then how many the kernel dropped. */
static void drain_capture(void)
{
	struct packet p;
	int got, lost;

	while ((got = lab_next_packet(capture, &p)) > 0)
		print_packet(&p);
	if ((lost = lab_lost_packets(capture)) > 0 || got < 0)
		printf("{\"lost\":%d,\"error\":%d}\n", lost, got);
	if (got < 0) {
		close(capture);
		capture = -1;
	}
}

static int set_capture(const struct request *r)
{
	if (capture >= 0) {
		drain_capture();
		close(capture);
		capture = -1;
	}
	return !r->on ? 0 : (capture = lab_capture(r->host)) < 0 ? capture : 0;
}

/* ---- requests ---- */

static void run_program(const struct request *r, int64_t from)
{
	char said[2048];
	int result = lab_run(r->host, r->argv, r->input, r->input_length, said, sizeof said);

	answer(r->id, from, result, "said", said);
}

static void answer_offer(long id, int64_t from, int result, const char *ticket)
{
	answer(id, from, result, result ? NULL : "ticket", ticket);
}

static void make_socket(const struct request *r, int64_t from)
{
	int fd = r->verb == LISTEN ? lab_listen((uint16_t)r->number) : lab_dial(r->name, (uint16_t)r->number);

	if (fd < 0)
		answer(r->id, from, fd, NULL, NULL);
	else
		lab_offer(fd, r->id, from, r->verb == LISTEN, answer_offer);
}

static int change_network(const struct request *r)
{
	switch (r->verb) {
	case BLACKHOLE:
		return lab_blackhole(r->on);
	case BOOT:
		return lab_boot();
	case CAPTURE:
		return set_capture(r);
	case FORGET_AFTER:
		return lab_set_conntrack_timeout(r->number);
	case HALT:
		return lab_halt();
	case LINK:
		return lab_link(r->host, r->name, r->on);
	case SYSCTL:
		return lab_sysctl(r->host, r->name, r->value);
	default:
		return -EINVAL;
	}
}

static void carry_out(const struct request *r)
{
	int64_t from = now_ns();

	if (!r->err && r->verb == RUN)
		run_program(r, from);
	else if (!r->err && (r->verb == LISTEN || r->verb == DIAL))
		make_socket(r, from);
	else
		answer(r->id, from, r->err ? r->err : change_network(r), NULL, NULL);
}

static void read_requests(void)
{
	ssize_t got = read(0, pending + filled, LONGEST_REQUEST - filled);
	struct request request;
	size_t done = 0, took;

	if (got < 0 && errno == EINTR)
		return;
	if (got <= 0) /* end of input, or a request longer than the buffer */
		exit(0);
	filled += (size_t)got;
	while ((took = lab_read_request(pending + done, filled - done, &request))) {
		carry_out(&request);
		done += took;
	}
	memmove(pending, pending + done, filled -= done);
}

/* ---- start and loop ---- */

/* Called after the namespaces are made: a change of credentials clears the request (kernel/cred.c, commit_creds). */
static void die_with_parent(pid_t parent)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) || getppid() != parent)
		exit(1);
}

static _Noreturn void event_loop(int door)
{
	for (;;) {
		int n = lab_watch_offers(watched + 3);

		watched[0] = (struct pollfd){.fd = 0, .events = POLLIN};
		watched[1] = (struct pollfd){.fd = door, .events = POLLIN};
		watched[2] = (struct pollfd){.fd = capture, .events = POLLIN};
		fflush(stdout);
		if (poll(watched, (nfds_t)n + 3, -1) < 0) {
			if (errno == EINTR)
				continue;
			exit(1);
		}
		lab_complete_offers(watched + 3, n, answer_offer);
		if (watched[2].revents && capture >= 0)
			drain_capture();
		if (watched[1].revents)
			lab_pass_fd(door);
		if (watched[0].revents)
			read_requests();
	}
}

int main(int argc, char **argv)
{
	const char *step = "door";
	pid_t parent = getppid();
	int64_t from = now_ns();
	struct rlimit files;
	char name[16] = "";
	int err, door;

	signal(SIGPIPE, SIG_IGN);
	if (!getrlimit(RLIMIT_NOFILE, &files)) {
		files.rlim_cur = files.rlim_max;
		setrlimit(RLIMIT_NOFILE, &files);
	}
	door = lab_make_door(name, sizeof name);
	err = door < 0 ? door : lab_make_hosts(argc > 1 ? atoi(argv[1]) & 255 : 1, &step);
	die_with_parent(parent);
	answer(0, from, err, err ? "step" : "door", err ? step : name);
	fflush(stdout);
	if (err)
		return 1;
	event_loop(door);
}
