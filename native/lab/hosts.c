/* Namespaces, links and routes by rtnetlink(7): needs no program, and leaves nothing on disk. */
#define _GNU_SOURCE
#include "lab.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "netlink.h"

static int hosts[HOSTS] = {-1, -1, -1};
static struct in_addr client, client_gateway, server_gateway, server;

/* A permanent neighbour of the router, as with a long ARP timeout: when the server is gone, the router sends no ICMP. */
static const uint8_t server_mac[6] = {2, 0, 0, 0, 0, 2};

static int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), err = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, text, strlen(text)) < 0)
		err = -errno;
	close(fd);
	return err;
}

int lab_enter(enum host host)
{
	return setns(hosts[host], CLONE_NEWNET) ? -errno : 0;
}

int lab_sysctl(enum host host, const char *path, const char *value)
{
	char full[256];
	int err = lab_enter(host);

	if (err || snprintf(full, sizeof full, "/proc/sys/%s", path) >= (int)sizeof full || strstr(path, ".."))
		return err ? err : -EINVAL;
	return write_file(full, value);
}

/* ---- rtnetlink: one change each, in the host that the process is in ---- */

static int set_link(const char *name, int up)
{
	struct message m;
	struct ifinfomsg link = {.ifi_index = (int)if_nametoindex(name), .ifi_change = IFF_UP, .ifi_flags = up ? IFF_UP : 0};

	if (!link.ifi_index)
		return -ENODEV;
	nl_begin(&m, RTM_NEWLINK, 0, &link, sizeof link);
	return nl_change(NETLINK_ROUTE, &m);
}

static int move_link(const char *name, int netns)
{
	struct message m;
	struct ifinfomsg link = {.ifi_index = (int)if_nametoindex(name)};

	nl_begin(&m, RTM_NEWLINK, 0, &link, sizeof link);
	nl_add(&m, IFLA_NET_NS_FD, &netns, sizeof netns);
	return nl_change(NETLINK_ROUTE, &m);
}

static int add_address(const char *name, struct in_addr address)
{
	struct message m;
	struct ifaddrmsg is = {.ifa_family = AF_INET, .ifa_prefixlen = 24, .ifa_index = if_nametoindex(name)};

	nl_begin(&m, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, &is, sizeof is);
	nl_add(&m, IFA_LOCAL, &address, sizeof address);
	nl_add(&m, IFA_ADDRESS, &address, sizeof address);
	return nl_change(NETLINK_ROUTE, &m);
}

static int add_gateway(struct in_addr gateway)
{
	struct message m;
	struct rtmsg route = {.rtm_family = AF_INET, .rtm_table = RT_TABLE_MAIN, .rtm_protocol = RTPROT_BOOT,
			      .rtm_scope = RT_SCOPE_UNIVERSE, .rtm_type = RTN_UNICAST};

	nl_begin(&m, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, &route, sizeof route);
	nl_add(&m, RTA_GATEWAY, &gateway, sizeof gateway);
	return nl_change(NETLINK_ROUTE, &m);
}

static int add_neighbour(const char *name, struct in_addr address, const uint8_t mac[6])
{
	struct message m;
	struct ndmsg is = {.ndm_family = AF_INET, .ndm_ifindex = (int)if_nametoindex(name), .ndm_state = NUD_PERMANENT};

	nl_begin(&m, RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE, &is, sizeof is);
	nl_add(&m, NDA_DST, &address, sizeof address);
	nl_add(&m, NDA_LLADDR, mac, 6);
	return nl_change(NETLINK_ROUTE, &m);
}

/* A veth pair: `name` here, `eth0` in another host. */
static int add_veth(const char *name, int other, const uint8_t *mac)
{
	struct message m;
	struct ifinfomsg link = {0};
	struct nlattr *info, *data, *peer;

	nl_begin(&m, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &link, sizeof link);
	nl_add(&m, IFLA_IFNAME, name, strlen(name) + 1);
	info = nl_nest(&m, IFLA_LINKINFO);
	nl_add(&m, IFLA_INFO_KIND, "veth", 4);
	data = nl_nest(&m, IFLA_INFO_DATA);
	peer = nl_nest(&m, VETH_INFO_PEER);
	nl_append(&m, &link, sizeof link);
	nl_add(&m, IFLA_IFNAME, "eth0", 5);
	nl_add(&m, IFLA_NET_NS_FD, &other, sizeof other);
	if (mac)
		nl_add(&m, IFLA_ADDRESS, mac, 6);
	nl_end(&m, peer);
	nl_end(&m, data);
	nl_end(&m, info);
	return nl_change(NETLINK_ROUTE, &m);
}

/* A link that has just come up sends nothing before the kernel's link watch has run, which may be a second later. Asking
 * for the link runs it at once (rtnl_getlink, linkwatch_sync_dev). */
static int await_carrier(enum host host, const char *name)
{
	struct message m;
	struct ifinfomsg link = {0};
	int err = lab_enter(host);

	if (err)
		return err;
	if (!(link.ifi_index = (int)if_nametoindex(name)))
		return -ENODEV;
	nl_begin(&m, RTM_GETLINK, 0, &link, sizeof link);
	return nl_change(NETLINK_ROUTE, &m);
}

static int await_carriers(void)
{
	int err;

	if ((err = await_carrier(CLIENT, "eth0")) || (err = await_carrier(SERVER, "eth0")) ||
	    (err = await_carrier(ROUTER, "to-client")))
		return err;
	return await_carrier(ROUTER, "to-server");
}

/* ---- hosts ---- */

/* A new network namespace with loopback up and without IPv6, whose neighbour discovery would send packets of its own. */
static int new_host(void)
{
	int fd, err;

	if (unshare(CLONE_NEWNET))
		return -errno;
	if ((fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC)) < 0)
		return -errno;
	write_file("/proc/sys/net/ipv6/conf/default/disable_ipv6", "1");
	write_file("/proc/sys/net/ipv6/conf/all/disable_ipv6", "1");
	/* A socket whose process was killed keeps its namespace until its FIN is acknowledged or given up: 100 s by default. */
	write_file("/proc/sys/net/ipv4/tcp_orphan_retries", "1");
	if ((err = set_link("lo", 1))) {
		close(fd);
		return err;
	}
	return fd;
}

/* Address, link and default route of the client or the server. */
static int configure_end_host(enum host host, struct in_addr address, struct in_addr gateway)
{
	int err;

	if ((err = lab_enter(host)) || (err = add_address("eth0", address)) || (err = set_link("eth0", 1)))
		return err;
	return add_gateway(gateway);
}

static int enter_user_namespace(const char **step)
{
	char map[64];
	unsigned uid = geteuid(), gid = getegid();
	int err;

	*step = "user-namespace";
	if (unshare(CLONE_NEWUSER))
		return -errno;
	*step = "user-mapping";
	if ((err = write_file("/proc/self/setgroups", "deny")))
		return err;
	snprintf(map, sizeof map, "0 %u 1", uid);
	if ((err = write_file("/proc/self/uid_map", map)))
		return err;
	snprintf(map, sizeof map, "0 %u 1", gid);
	return write_file("/proc/self/gid_map", map);
}

static void choose_addresses(int number)
{
	const uint32_t near = 0xc6120000u | (uint32_t)number << 8, far = near | 0x10000u; /* 198.18/15, RFC 2544 C.2.2 */

	client_gateway.s_addr = htonl(near | 1);
	client.s_addr = htonl(near | 2);
	server_gateway.s_addr = htonl(far | 1);
	server.s_addr = htonl(far | 2);
}

int lab_make_hosts(int number, const char **step)
{
	int err;

	choose_addresses(number);
	if ((err = enter_user_namespace(step)))
		return err;
	*step = "network-namespace";
	for (int i = 0; i < HOSTS; i++)
		if ((hosts[i] = new_host()) < 0)
			return hosts[i];
	*step = "veth";
	if ((err = lab_enter(ROUTER)) || (err = add_veth("to-client", hosts[CLIENT], NULL)) ||
	    (err = add_veth("to-server", hosts[SERVER], server_mac)))
		return err;
	*step = "address";
	if ((err = add_address("to-client", client_gateway)) || (err = add_address("to-server", server_gateway)) ||
	    (err = set_link("to-client", 1)) || (err = set_link("to-server", 1)) ||
	    (err = add_neighbour("to-server", server, server_mac)))
		return err;
	if ((err = configure_end_host(CLIENT, client, client_gateway)) ||
	    (err = configure_end_host(SERVER, server, server_gateway)))
		return err;
	if ((err = await_carriers()))
		return err;
	*step = "forwarding";
	return lab_sysctl(ROUTER, "net/ipv4/ip_forward", "1");
}

/* ---- faults ---- */

int lab_link(enum host host, const char *name, int up)
{
	int err = lab_enter(host);

	if (err || (err = set_link(name, up)) || !up)
		return err;
	/* The kernel dropped the routes over the link and its neighbours when the link went down. */
	err = host == ROUTER ? add_neighbour("to-server", server, server_mac)
			     : add_gateway(host == CLIENT ? client_gateway : server_gateway);
	return err ? err : await_carriers();
}

int lab_blackhole(int add)
{
	struct message m;
	struct rtmsg route = {.rtm_family = AF_INET, .rtm_dst_len = 32, .rtm_table = RT_TABLE_MAIN,
			      .rtm_protocol = RTPROT_BOOT, .rtm_scope = RT_SCOPE_UNIVERSE, .rtm_type = RTN_BLACKHOLE};
	int err = lab_enter(ROUTER);

	if (err)
		return err;
	nl_begin(&m, add ? RTM_NEWROUTE : RTM_DELROUTE, add ? NLM_F_CREATE | NLM_F_EXCL : 0, &route, sizeof route);
	nl_add(&m, RTA_DST, &server, sizeof server);
	return nl_change(NETLINK_ROUTE, &m);
}

/* Moves the link to a new namespace, which lab_boot configures. The old namespace has no link any more, and lives as
 * long as somebody holds a socket of it. */
int lab_halt(void)
{
	int next = new_host(), err;

	if (next < 0)
		return next;
	if (!(err = lab_enter(SERVER)))
		err = move_link("eth0", next);
	close(err ? next : hosts[SERVER]);
	if (!err)
		hosts[SERVER] = next;
	return err;
}

int lab_boot(void)
{
	int err = configure_end_host(SERVER, server, server_gateway);

	return err ? err : await_carriers();
}
