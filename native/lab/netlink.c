/* netlink(7), as far as private hosts need it. Every call opens a socket in the host that the process is in. */
#define _GNU_SOURCE
#include "netlink.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

void nl_begin(struct message *m, uint16_t type, uint16_t flags, const void *fixed, size_t size)
{
	memset(m, 0, sizeof *m);
	m->head.nlmsg_len = NLMSG_HDRLEN;
	m->head.nlmsg_type = type;
	m->head.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
	nl_append(m, fixed, size);
}

void nl_append(struct message *m, const void *data, size_t size)
{
	if (size)
		memcpy((uint8_t *)m + m->head.nlmsg_len, data, size);
	m->head.nlmsg_len = NLMSG_ALIGN(m->head.nlmsg_len + size);
}

void nl_add(struct message *m, uint16_t type, const void *data, size_t size)
{
	struct nlattr head = {.nla_len = NLA_HDRLEN + size, .nla_type = type};

	nl_append(m, &head, sizeof head);
	nl_append(m, data, size);
}

struct nlattr *nl_nest(struct message *m, uint16_t type)
{
	struct nlattr *nest = (struct nlattr *)((uint8_t *)m + m->head.nlmsg_len);

	nl_add(m, type | NLA_F_NESTED, NULL, 0);
	return nest;
}

void nl_end(struct message *m, struct nlattr *nest)
{
	nest->nla_len = (uint8_t *)m + m->head.nlmsg_len - (uint8_t *)nest;
}

/* The kernel answers inside send(); a list goes on in recv(). Nothing of it takes long. */
static const struct timeval patience = {.tv_sec = 5};

/* A socket that has sent the request; -errno. `answer` becomes what tells its answer from others. */
static int ask(int family, struct message *m, struct nl_answer *answer)
{
	static uint32_t sequence;
	const struct sockaddr_nl any = {.nl_family = AF_NETLINK};
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, family), err;

	if (fd < 0)
		return -errno;
	answer->sequence = m->head.nlmsg_seq = ++sequence;
	if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) ||
	    bind(fd, (const struct sockaddr *)&any, sizeof any))
		err = -errno;
	else if (!(err = nl_port(fd, &answer->port)) && send(fd, m, m->head.nlmsg_len, 0) < 0)
		err = -errno;
	if (!err)
		return fd;
	close(fd);
	return err;
}

int nl_each(int family, struct message *m, nl_visit *each, void *with)
{
	_Alignas(struct nlmsghdr) uint8_t buffer[32768]; /* NLMSG_GOODSIZE at most */
	struct nl_answer answer = {.each = each, .with = with};
	int fd = ask(family, m, &answer), result;

	if (fd < 0)
		return fd;
	do {
		ssize_t got = nl_receive(fd, buffer, sizeof buffer, 0);

		result = got == -EAGAIN ? -ETIMEDOUT : got < 0 ? (int)got : nl_read(&answer, buffer, (size_t)got);
	} while (result == NL_MORE);
	close(fd);
	return result;
}

static int ignore(const struct nlmsghdr *h, void *with)
{
	return (void)h, (void)with, 0;
}

int nl_change(int family, struct message *m)
{
	return nl_each(family, m, ignore, NULL);
}
