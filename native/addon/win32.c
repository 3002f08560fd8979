/*
 * Windows. Options: mstcpip.h, ws2ipdef.h; "SIO_KEEPALIVE_VALS control code", "IPPROTO_TCP socket options" and
 * "TCP_INFO_v0" of Microsoft's Winsock reference. Errors are negative WSA codes.
 */
#include "socket.h"

#include <winsock2.h>
#include <ws2tcpip.h>
#include <mstcpip.h>
#include <windows.h>

/* Of ws2ipdef.h; older mingw lacks some. */
enum {
	KEEPIDLE = 3,   /* TCP_KEEPIDLE, seconds; Windows 10 1709 */
	MAXRT = 5,      /* TCP_MAXRT, seconds */
	MAXRTMS = 14,   /* TCP_MAXRTMS, milliseconds; Windows 10 1607 */
	KEEPCNT = 16,   /* TCP_KEEPCNT; Windows 10 1703 */
	KEEPINTVL = 17, /* TCP_KEEPINTVL, seconds; Windows 10 1709 */
};
#ifndef SIO_TCP_INFO
#define SIO_TCP_INFO _WSAIORW(IOC_VENDOR, 39) /* Windows 10 1703 */
#endif

enum { SECOND = 1000, FIXED_COUNT = 10 /* "the number of keep-alive probes is set to 10 and cannot be changed" */ };

/* ---- what this Windows has, tried once on a socket of our own ---- */

static struct ho_range ranges[HO_OPTIONS];
static bool has_seconds; /* KEEPIDLE and KEEPINTVL, which can be read back */
static bool has_count;
static int user_timeout; /* MAXRTMS, MAXRT, or 0 */
static bool has_tcp_info;
static INIT_ONCE once = INIT_ONCE_STATIC_INIT;

static int fail(void)
{
	int code = WSAGetLastError();

	return -(code ? code : WSAEINVAL);
}

static int get(ho_socket s, int level, int name, int32_t *value)
{
	int size = sizeof *value;
	DWORD wide = 0;

	if (getsockopt((SOCKET)s, level, name, (char *)&wide, &size))
		return fail();
	*value = (int32_t)wide;
	return 0;
}

static int set(ho_socket s, int level, int name, int32_t value)
{
	DWORD wide = (DWORD)value;

	return setsockopt((SOCKET)s, level, name, (const char *)&wide, sizeof wide) ? fail() : 0;
}

static bool has(ho_socket s, int name)
{
	int32_t value;

	return get(s, IPPROTO_TCP, name, &value) == 0;
}

int ho_tcp_info(ho_socket s, void *into, uint32_t size)
{
	DWORD version = 0, returned = 0;

	if (WSAIoctl((SOCKET)s, SIO_TCP_INFO, &version, sizeof version, into, size, &returned, NULL, NULL))
		return fail();
	return (int)returned;
}

/* Without a connection the call fails, but not for want of the call itself. */
static bool knows_tcp_info(ho_socket s)
{
	uint8_t info[256];
	int answer = ho_tcp_info(s, info, sizeof info);

	return answer != -WSAEOPNOTSUPP && answer != -WSAENOPROTOOPT;
}

static BOOL CALLBACK find_out(PINIT_ONCE self, void *given, void **kept)
{
	WSADATA data;
	SOCKET s;

	(void)self, (void)given, (void)kept;
	ranges[HO_IDLE] = ranges[HO_INTERVAL] = (struct ho_range){1, INT32_MAX, 1}; /* SIO_KEEPALIVE_VALS, all Windows */
	ranges[HO_COUNT] = (struct ho_range){FIXED_COUNT, FIXED_COUNT, 1};
	ranges[HO_USER_TIMEOUT] = (struct ho_range){0, -1, 1};
	ranges[HO_KEEPALIVE] = (struct ho_range){0, 1, 1};
	if (WSAStartup(MAKEWORD(2, 2), &data))
		return TRUE;
	s = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
	if (s == INVALID_SOCKET)
		return TRUE;
	has_seconds = has((ho_socket)s, KEEPIDLE) && has((ho_socket)s, KEEPINTVL);
	has_count = has((ho_socket)s, KEEPCNT);
	if (has_count)
		ranges[HO_COUNT] = (struct ho_range){1, 255, 1};
	if (has((ho_socket)s, MAXRTMS)) {
		user_timeout = MAXRTMS;
		ranges[HO_USER_TIMEOUT] = (struct ho_range){1, INT32_MAX, 1};
	} else if (has((ho_socket)s, MAXRT)) {
		user_timeout = MAXRT;
		ranges[HO_USER_TIMEOUT] = (struct ho_range){1, INT32_MAX / SECOND, SECOND};
	}
	has_tcp_info = knows_tcp_info((ho_socket)s);
	closesocket(s);
	return TRUE;
}

const struct ho_range *ho_limits(void)
{
	InitOnceExecuteOnce(&once, find_out, NULL, NULL);
	return ranges;
}

int ho_abilities(void)
{
	ho_limits();
	return HO_HAS_CONNECTIONS | (has_tcp_info ? HO_HAS_TCP_INFO : 0);
}

/* ---- options ---- */

/* Idle and interval can be read only where they are options of their own; then to the second. */
int ho_read(ho_socket s, int32_t got[HO_OPTIONS])
{
	int err, i;

	ho_limits();
	for (i = 0; i < HO_OPTIONS; i++)
		got[i] = HO_NONE;
	if ((err = get(s, SOL_SOCKET, SO_KEEPALIVE, &got[HO_KEEPALIVE])))
		return err;
	got[HO_KEEPALIVE] = !!got[HO_KEEPALIVE];
	if (has_seconds) {
		if ((err = get(s, IPPROTO_TCP, KEEPIDLE, &got[HO_IDLE])) || (err = get(s, IPPROTO_TCP, KEEPINTVL, &got[HO_INTERVAL])))
			return err;
		got[HO_IDLE] = got[HO_IDLE] > INT32_MAX / SECOND ? INT32_MAX : got[HO_IDLE] * SECOND;
		got[HO_INTERVAL] = got[HO_INTERVAL] > INT32_MAX / SECOND ? INT32_MAX : got[HO_INTERVAL] * SECOND;
	}
	got[HO_COUNT] = FIXED_COUNT;
	if (has_count && (err = get(s, IPPROTO_TCP, KEEPCNT, &got[HO_COUNT])))
		return err;
	if (user_timeout && (err = get(s, IPPROTO_TCP, user_timeout, &got[HO_USER_TIMEOUT])))
		return err;
	if (user_timeout == MAXRT && got[HO_USER_TIMEOUT] < 0)
		got[HO_USER_TIMEOUT] = HO_NONE; /* (DWORD)-1: for ever */
	return 0;
}

/* The call takes idle and interval together and turns keepalive on or off: what was not asked for is what was there,
 * or Windows' default of 2 h and 1 s where that cannot be read. */
static int set_keepalive_vals(ho_socket s, const int32_t asked[HO_OPTIONS], const int32_t before[HO_OPTIONS])
{
	struct tcp_keepalive vals = {.onoff = 1, .keepalivetime = 7200 * SECOND, .keepaliveinterval = SECOND};
	DWORD returned;

	if (asked[HO_IDLE] != HO_NONE || before[HO_IDLE] != HO_NONE)
		vals.keepalivetime = (ULONG)(asked[HO_IDLE] != HO_NONE ? asked[HO_IDLE] : before[HO_IDLE]);
	if (asked[HO_INTERVAL] != HO_NONE || before[HO_INTERVAL] != HO_NONE)
		vals.keepaliveinterval = (ULONG)(asked[HO_INTERVAL] != HO_NONE ? asked[HO_INTERVAL] : before[HO_INTERVAL]);
	return WSAIoctl((SOCKET)s, SIO_KEEPALIVE_VALS, &vals, sizeof vals, NULL, 0, &returned, NULL, NULL) ? fail() : 0;
}

static bool whole(int32_t ms)
{
	return ms == HO_NONE || ms % SECOND == 0;
}

/* Whole seconds by the options that can be read back, where this Windows has them; else milliseconds by the old call. */
static int set_times(ho_socket s, const int32_t asked[HO_OPTIONS], const int32_t before[HO_OPTIONS])
{
	int err = 0;

	if (asked[HO_IDLE] == HO_NONE && asked[HO_INTERVAL] == HO_NONE)
		return 0;
	if (!has_seconds || !whole(asked[HO_IDLE]) || !whole(asked[HO_INTERVAL]))
		return set_keepalive_vals(s, asked, before);
	if (asked[HO_IDLE] != HO_NONE)
		err = set(s, IPPROTO_TCP, KEEPIDLE, asked[HO_IDLE] / SECOND);
	if (!err && asked[HO_INTERVAL] != HO_NONE)
		err = set(s, IPPROTO_TCP, KEEPINTVL, asked[HO_INTERVAL] / SECOND);
	return err;
}

static int set_all(ho_socket s, const int32_t asked[HO_OPTIONS], const int32_t before[HO_OPTIONS], int32_t *culprit)
{
	int err;

	*culprit = asked[HO_IDLE] != HO_NONE ? HO_IDLE : HO_INTERVAL;
	if ((err = set_times(s, asked, before)))
		return err;
	*culprit = HO_COUNT;
	if (has_count && asked[HO_COUNT] != HO_NONE && (err = set(s, IPPROTO_TCP, KEEPCNT, asked[HO_COUNT])))
		return err;
	*culprit = HO_USER_TIMEOUT;
	if (asked[HO_USER_TIMEOUT] != HO_NONE && (err = set(s, IPPROTO_TCP, user_timeout, asked[HO_USER_TIMEOUT])))
		return err;
	*culprit = HO_KEEPALIVE;
	if (asked[HO_KEEPALIVE] != HO_NONE && (err = set(s, SOL_SOCKET, SO_KEEPALIVE, asked[HO_KEEPALIVE])))
		return err;
	*culprit = HO_NONE;
	return 0;
}

int ho_apply(ho_socket s, const int32_t asked[HO_OPTIONS], int32_t got[HO_OPTIONS], int32_t *culprit)
{
	int32_t before[HO_OPTIONS], ignored;
	int i, unread, err;

	*culprit = HO_NONE;
	if ((unread = ho_read(s, got)))
		return unread;
	if ((err = ho_check(asked, culprit)))
		return err;
	for (i = 0; i < HO_OPTIONS; i++)
		before[i] = got[i];
	if ((err = set_all(s, asked, before, culprit)))
		set_all(s, before, before, &ignored); /* undo; `got` tells whether it worked */
	unread = ho_read(s, got);
	if (!whole(asked[HO_IDLE]) || !whole(asked[HO_INTERVAL]))
		got[HO_IDLE] = got[HO_INTERVAL] = HO_NONE; /* what can be read counts seconds: it would look like another value */
	return err ? err : unread;
}

/* ---- inspection ---- */

/* Winsock counts what arrived and what is in flight; what was written and not sent yet it does not tell. */
int ho_queues(ho_socket s, struct ho_queues *out)
{
	return (void)s, (void)out, -WSAEOPNOTSUPP;
}

/* POLLHUP says "disconnected or aborted". A read tells which, and on Windows it takes nothing away: an aborted connection
 * refuses every read from then on, with the same code. */
static void tell_end(ho_socket s, struct ho_readiness *out)
{
	char byte;
	int code;

	if (recv((SOCKET)s, &byte, sizeof byte, MSG_PEEK) != SOCKET_ERROR) {
		out->eof = 1;
		return;
	}
	code = WSAGetLastError();
	out->failed = code != WSAEWOULDBLOCK && code != WSAESHUTDOWN; /* the second is for an end of our own */
}

int ho_readiness(ho_socket s, struct ho_readiness *out)
{
	WSAPOLLFD p = {.fd = (SOCKET)s, .events = POLLRDNORM};
	u_long readable = 0;

	if (WSAPoll(&p, 1, 0) == SOCKET_ERROR)
		return fail();
	if (p.revents & POLLNVAL)
		return -WSAENOTSOCK;
	if (ioctlsocket((SOCKET)s, FIONREAD, &readable))
		return fail();
	out->readable = readable > INT32_MAX ? INT32_MAX : (int32_t)readable;
	out->failed = !!(p.revents & POLLERR);
	out->eof = 0;
	if (!out->failed && p.revents & POLLHUP)
		tell_end(s, out);
	return 0;
}

int ho_open_diag(void)
{
	return -WSAEOPNOTSUPP;
}

int ho_armed_timer(int diag, ho_socket s, struct ho_timer *out)
{
	return (void)diag, (void)s, (void)out, -WSAEOPNOTSUPP;
}

/* ---- fault injection ---- */

int ho_send_oob(ho_socket s, uint8_t byte)
{
	return send((SOCKET)s, (const char *)&byte, 1, MSG_OOB) == SOCKET_ERROR ? fail() : 0;
}

/* Winsock has no counterpart of IP_MINTTL: a cut needs a firewall rule, or a peer on another machine. */
int ho_cut_off(ho_socket s, int cut, int64_t span[2])
{
	return (void)s, (void)cut, (void)span, -WSAEOPNOTSUPP;
}

/* ---- the machine ---- */

int ho_clocks(struct ho_clocks *out)
{
	LARGE_INTEGER count, frequency;
	FILETIME now;
	uint64_t hundred_ns;

	QueryPerformanceCounter(&count);
	QueryPerformanceFrequency(&frequency);
	out->monotonic_ns = count.QuadPart / frequency.QuadPart * INT64_C(1000000000) +
	                    count.QuadPart % frequency.QuadPart * INT64_C(1000000000) / frequency.QuadPart;
	GetSystemTimePreciseAsFileTime(&now);
	hundred_ns = (uint64_t)now.dwHighDateTime << 32 | now.dwLowDateTime;
	out->realtime_ns = (int64_t)(hundred_ns - UINT64_C(116444736000000000)) * 100; /* 1601 to 1970 */
	out->tick_ns = 0;
	return 0;
}

int ho_enter_netns(int fd)
{
	return (void)fd, -WSAEOPNOTSUPP;
}

int ho_system_folder(uint16_t *into, uint32_t room)
{
	UINT length = GetSystemDirectoryW((wchar_t *)into, room);

	return length == 0 || length >= room ? -WSAENOBUFS : (int)length;
}

/* The process channel closes when the parent ends, and a suspended process is ended by the parent's job object. */
int ho_die_with_parent(void)
{
	return -WSAEOPNOTSUPP;
}
