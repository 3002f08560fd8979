/*
 * win32.c and win32-processes.c on a Windows that answers as it is told to, where wine does not: WSAPoll, recv and
 * GetExtendedTcpTable are wrapped by the linker. Says what came of it, a line for each question.
 */
#include "socket.h"

#include <winsock2.h>
#include <ws2tcpip.h>
#include <iphlpapi.h>
#include <stdio.h>
#include <string.h>
#include <windows.h>

/* ---- one socket ---- */

static short events;    /* what WSAPoll reports */
static int peeked;      /* what a read returns */
static int read_error;  /* and with which code, when that is SOCKET_ERROR */

int WSAAPI __wrap_WSAPoll(LPWSAPOLLFD sockets, ULONG count, INT timeout)
{
	(void)count, (void)timeout;
	sockets->revents = events;
	return events != 0;
}

int WSAAPI __wrap_recv(SOCKET s, char *into, int size, int flags)
{
	(void)s, (void)into, (void)size;
	if (flags != MSG_PEEK)
		printf("a read that takes\n");
	WSASetLastError(read_error);
	return peeked;
}

static void show_end(const char *what, SOCKET s, short says, int reads, int code)
{
	struct ho_readiness out = {-1, -1, -1};
	int result;

	events = says, peeked = reads, read_error = code;
	result = ho_readiness((ho_socket)s, &out);
	printf("%s: %d eof %d failed %d\n", what, result, (int)out.eof, (int)out.failed);
}

static void show_ends(void)
{
	WSADATA data;
	SOCKET s;

	WSAStartup(MAKEWORD(2, 2), &data);
	s = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
	show_end("idle", s, 0, SOCKET_ERROR, WSAEWOULDBLOCK);
	show_end("fin", s, POLLHUP, 0, 0);
	show_end("fin behind bytes", s, POLLHUP | POLLRDNORM, 1, 0);
	show_end("abort", s, POLLHUP, SOCKET_ERROR, WSAECONNRESET);
	show_end("abort by keepalive", s, POLLHUP, SOCKET_ERROR, WSAENETRESET);
	show_end("abort, said as an error", s, POLLERR | POLLHUP, SOCKET_ERROR, WSAECONNRESET);
	show_end("shut down by ourselves", s, POLLHUP, SOCKET_ERROR, WSAESHUTDOWN);
	closesocket(s);
}

/* ---- the tables of connections ---- */

static DWORD refused4, refused6;

DWORD WINAPI __wrap_GetExtendedTcpTable(PVOID into, PDWORD size, WINBOOL sorted, ULONG family, TCP_TABLE_CLASS class,
					ULONG reserved)
{
	DWORD code = family == AF_INET ? refused4 : refused6;
	DWORD needs = family == AF_INET ? sizeof(MIB_TCPTABLE_OWNER_PID) : sizeof(MIB_TCP6TABLE_OWNER_PID);

	(void)sorted, (void)class, (void)reserved;
	if (code)
		return code;
	if (!into || *size < needs) {
		*size = needs;
		return ERROR_INSUFFICIENT_BUFFER;
	}
	memset(into, 0, needs);
	*(DWORD *)into = 1; /* dwNumEntries, in both */
	return NO_ERROR;
}

static void show_tables(const char *what, DWORD four, DWORD six)
{
	struct ho_connection into[4];
	int32_t unread[2] = {0, 0};
	int count;

	refused4 = four, refused6 = six;
	count = ho_connections(into, 4, unread);
	printf("%s: %d of family %d, unread %d %d\n", what, count, count > 0 ? (int)into[0].family : 0, (int)unread[0],
	       (int)unread[1]);
}

int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "ends"))
		return show_ends(), 0;
	show_tables("both", 0, 0);
	show_tables("no IPv6", 0, ERROR_NOT_SUPPORTED);
	show_tables("no IPv4", ERROR_ACCESS_DENIED, 0);
	show_tables("neither", ERROR_ACCESS_DENIED, ERROR_NOT_SUPPORTED);
	return 0;
}
