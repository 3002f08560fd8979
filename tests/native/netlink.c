/*
 * The lab's netlink on a kernel that answers as it is told to: send and recvmsg are wrapped by the linker. Under
 * AddressSanitizer and UndefinedBehaviorSanitizer.
 */
#define _GNU_SOURCE
#include "flows.h"
#include "lab.h"

#include <errno.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define CHECK(is) \
	do { if (!(is)) { fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #is); exit(1); } } while (0)

/* ---- the kernel: what it was asked, and the datagrams that it will answer with ---- */

enum { MOST = 64 };

static struct {
	_Alignas(struct nlmsghdr) uint8_t bytes[256];
	size_t length;
	uint32_t sender; /* 0: the kernel */
} said[MOST];
static int next, end, asked;
static struct nlmsghdr last;
static uint32_t port;
static void (*on_ask)(void);

ssize_t __wrap_send(int fd, const void *request, size_t length, int flags)
{
	struct sockaddr_nl own;
	socklen_t size = sizeof own;

	(void)flags;
	CHECK(!getsockname(fd, (struct sockaddr *)&own, &size));
	port = own.nl_pid;
	memcpy(&last, request, sizeof last);
	asked++;
	if (on_ask)
		on_ask();
	return (ssize_t)length;
}

ssize_t __wrap_recvmsg(int fd, struct msghdr *m, int flags)
{
	struct sockaddr_nl from = {.nl_family = AF_NETLINK};
	size_t length;

	(void)fd, (void)flags;
	if (next == end) {
		errno = EAGAIN; /* nobody will say anything any more */
		return -1;
	}
	from.nl_pid = said[next].sender;
	memcpy(m->msg_name, &from, sizeof from);
	m->msg_namelen = sizeof from;
	length = said[next].length < m->msg_iov->iov_len ? said[next].length : m->msg_iov->iov_len;
	memcpy(m->msg_iov->iov_base, said[next].bytes, length);
	m->msg_flags = length < said[next].length ? MSG_TRUNC : 0;
	next++;
	return (ssize_t)length;
}

int lab_sysctl(enum host host, const char *path, const char *value)
{
	return (void)host, (void)path, (void)value, 0;
}

static void forget(void)
{
	next = end = asked = 0;
	on_ask = NULL;
}

/* A datagram of one message, as the answer to the last request. */
static struct nlmsghdr *say(uint16_t type, uint16_t flags, const void *payload, size_t size)
{
	struct nlmsghdr *h = (struct nlmsghdr *)said[end].bytes;

	CHECK(end < MOST);
	*h = (struct nlmsghdr){.nlmsg_len = (uint32_t)NLMSG_LENGTH(size), .nlmsg_type = type, .nlmsg_flags = flags,
			       .nlmsg_seq = last.nlmsg_seq, .nlmsg_pid = port};
	memcpy(NLMSG_DATA(h), payload, size);
	said[end].length = NLMSG_LENGTH(size);
	said[end++].sender = 0;
	return h;
}

static struct nlmsghdr *say_end(uint16_t type, int error)
{
	struct nlmsgerr told = {.error = error};

	return say(type, 0, &told, type == NLMSG_DONE ? sizeof error : sizeof told);
}

static void say_flow(uint16_t flags, uint8_t number)
{
	struct {
		struct nfgenmsg family;
		struct nlattr tuple;
		uint8_t inside[8];
	} flow = {.tuple = {.nla_len = 12, .nla_type = CTA_TUPLE_ORIG | NLA_F_NESTED}, .inside = {number}};

	say(NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_NEW, flags | NLM_F_MULTI, &flow, sizeof flow);
}

static int count(const struct nlmsghdr *h, void *with)
{
	return (void)h, ++*(int *)with, 0;
}

static int result_of(void (*answering)(void), int *entries)
{
	struct message m;

	forget();
	on_ask = answering;
	lab_ask_flows(&m);
	*entries = 0;
	return nl_each(NETLINK_ROUTE, &m, count, entries);
}

/* ---- what a list may end with ---- */

static void whole(void)
{
	say_flow(0, 1);
	say_flow(0, 2);
	say_end(NLMSG_DONE, 0);
}

static void interrupted(void)
{
	say_flow(NLM_F_DUMP_INTR, 1);
	say_end(NLMSG_DONE, 0);
}

static void interrupted_at_its_end(void)
{
	say_flow(0, 1);
	say_end(NLMSG_DONE, 0)->nlmsg_flags |= NLM_F_DUMP_INTR;
}

static void broken_off(void)
{
	say_flow(0, 1);
	say_end(NLMSG_DONE, -ENOMEM);
}

static void late_answers_first(void)
{
	say_end(NLMSG_ERROR, -EPERM)->nlmsg_seq -= 1;
	say_end(NLMSG_DONE, 0)->nlmsg_pid += 1;
	say_end(NLMSG_ERROR, -EBUSY);
	said[end - 1].sender = 4711; /* another program, which guessed both numbers */
	whole();
}

static void nothing(void)
{
}

static void cut_short(void)
{
	say_end(NLMSG_ERROR, 0);
	said[end - 1].length = NLMSG_HDRLEN + 2;
}

static void without_an_error(void)
{
	say(NLMSG_ERROR, 0, "", 0);
}

static void overrun(void)
{
	say(NLMSG_NOOP, 0, "", 0);
	say(NLMSG_OVERRUN, 0, "", 0);
}

static void lists_end(void)
{
	int entries;

	CHECK(result_of(whole, &entries) == 0 && entries == 2);
	CHECK(result_of(interrupted, &entries) == -EINTR);
	CHECK(result_of(interrupted_at_its_end, &entries) == -EINTR);
	CHECK(result_of(broken_off, &entries) == -ENOMEM);
	CHECK(result_of(late_answers_first, &entries) == 0 && entries == 2);
	CHECK(result_of(nothing, &entries) == -ETIMEDOUT);
	CHECK(result_of(cut_short, &entries) == -EPROTO);
	CHECK(result_of(without_an_error, &entries) == -EPROTO);
	CHECK(result_of(overrun, &entries) == -ENOBUFS);
}

/* ---- a list that changes while it is read ---- */

static int quiet_after; /* so many readings are interrupted; those after them are not */

static void answer_flows(void)
{
	next = end = 0;
	if (last.nlmsg_flags & NLM_F_DUMP) {
		say_flow(asked <= quiet_after ? NLM_F_DUMP_INTR : 0, 1);
		say_flow(0, 2);
		say_end(NLMSG_DONE, 0);
	} else {
		say_end(NLMSG_ERROR, 0);
	}
}

static void lists_are_read_again(void)
{
	forget();
	on_ask = answer_flows;
	quiet_after = 3;
	CHECK(lab_set_conntrack_timeout(60) == 0);
	CHECK(asked == 4 + 2); /* four readings, then each of the two flows once */
	forget();
	on_ask = answer_flows;
	quiet_after = 1000;
	CHECK(lab_set_conntrack_timeout(60) == -EINTR);
	CHECK(asked > 1 && asked < 100);
}

int main(void)
{
	lists_end();
	lists_are_read_again();
	return 0;
}
