/* bsd/sys/proc_info.h; of the unions and of socket_info only what is used */
#ifndef PROC_INFO_H
#define PROC_INFO_H
#include <netinet/in.h>
#define PROC_ALL_PIDS 1
#define PROC_PIDLISTFDS 1
#define PROC_PIDFDSOCKETINFO 3
#define PROX_FDTYPE_SOCKET 2
struct proc_fdinfo { int32_t proc_fd; uint32_t proc_fdtype; };
struct in4in6_addr { u_int32_t i46a_pad32[3]; struct in_addr i46a_addr4; };
#define INI_IPV4 0x1
#define INI_IPV6 0x2
struct in_sockinfo {
	int insi_fport;
	int insi_lport;
	uint64_t insi_gencnt;
	uint32_t insi_flags;
	uint32_t insi_flow;
	uint8_t insi_vflag;
	uint8_t insi_ip_ttl;
	uint32_t rfu_1;
	union { struct in4in6_addr ina_46; struct in6_addr ina_6; } insi_faddr;
	union { struct in4in6_addr ina_46; struct in6_addr ina_6; } insi_laddr;
};
struct tcp_sockinfo { struct in_sockinfo tcpsi_ini; int tcpsi_state; };
enum { SOCKINFO_TCP = 2 };
struct socket_info {
	int soi_kind;
	union { struct tcp_sockinfo pri_tcp; } soi_proto;
};
struct socket_fdinfo { struct socket_info psi; };
#endif
