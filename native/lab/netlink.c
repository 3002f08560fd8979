/* netlink(7), as far as private hosts need it. Every call opens a socket in the host that the process is in. */
#define _GNU_SOURCE
#include "netlink.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
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

static int ask(int family, struct message *m)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, family), err;

	if (fd < 0)
		return -errno;
	if (send(fd, m, m->head.nlmsg_len, 0) >= 0)
		return fd;
	err = -errno;
	close(fd);
	return err;
}

static int answer_of(const struct nlmsghdr *h)
{
	return ((const struct nlmsgerr *)NLMSG_DATA(h))->error;
}

int nl_each(int family, struct message *m, int (*each)(const struct nlmsghdr *, void *), void *with)
{
	_Alignas(struct nlmsghdr) uint8_t buffer[32768]; /* NLMSG_GOODSIZE at most */
	int fd = ask(family, m), err = 0, done = 0;

	if (fd < 0)
		return fd;
	while (!done && !err) {
		ssize_t got = recv(fd, buffer, sizeof buffer, 0);
		size_t left = got < 0 ? 0 : (size_t)got;

		if (got < 0 && errno != EINTR)
			err = -errno;
		for (struct nlmsghdr *h = (void *)buffer; !err && !done && NLMSG_OK(h, left); h = NLMSG_NEXT(h, left)) {
			if (h->nlmsg_type == NLMSG_DONE)
				done = 1;
			else if (h->nlmsg_type == NLMSG_ERROR)
				done = 1, err = answer_of(h);
			else
				err = each(h, with);
		}
	}
	close(fd);
	return err;
}

static int ignore(const struct nlmsghdr *h, void *with)
{
	return (void)h, (void)with, 0;
}

int nl_change(int family, struct message *m)
{
	return nl_each(family, m, ignore, NULL);
}
