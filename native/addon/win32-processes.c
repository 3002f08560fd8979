/* Windows: other processes and their connections. "GetExtendedTcpTable" of Microsoft's IP Helper reference. */
#include "socket.h"

#include <winsock2.h>
#include <ws2tcpip.h>
#include <iphlpapi.h>
#include <windows.h>
#include <string.h>

static int process_error(DWORD code)
{
	return code == ERROR_ACCESS_DENIED ? -WSAEACCES : -WSAEINVAL;
}

/* ntdll's calls, the ones that a debugger and the resource monitor use: there is no documented one for a process. */
int ho_suspend(int32_t pid, int suspended)
{
	const char *name = suspended ? "NtSuspendProcess" : "NtResumeProcess";
	FARPROC found = GetProcAddress(GetModuleHandleW(L"ntdll.dll"), name);
	LONG (NTAPI *call)(HANDLE);
	HANDLE process;
	LONG status;

	memcpy(&call, &found, sizeof call);
	if (!found)
		return -WSAEOPNOTSUPP;
	process = OpenProcess(PROCESS_SUSPEND_RESUME, FALSE, (DWORD)pid);
	if (!process)
		return process_error(GetLastError());
	status = call(process);
	CloseHandle(process);
	return status < 0 ? -WSAEACCES : 0;
}

/* MIB_TCP_STATE (from 1: CLOSED, LISTEN, SYN-SENT, ...) in the order of Linux. */
static int32_t state_of(DWORD state)
{
	static const uint8_t states[] = {7, 7, 10, 2, 3, 1, 4, 5, 8, 11, 9, 6, 7};

	return state < sizeof states ? states[state] : 7;
}

static int table_error(DWORD code)
{
	switch (code) {
	case ERROR_ACCESS_DENIED:
		return -WSAEACCES;
	case ERROR_INSUFFICIENT_BUFFER: /* it grew eight times while it was asked for */
	case ERROR_NOT_ENOUGH_MEMORY:
		return -WSAENOBUFS;
	default: /* ERROR_NOT_SUPPORTED: a machine without this protocol */
		return -WSAEOPNOTSUPP;
	}
}

/* The table grows while it is asked for: a few more rows than the system said, and again if they were too few. */
static int read_table(ULONG family, void **out)
{
	ULONG size = 0;
	DWORD code = ERROR_INSUFFICIENT_BUFFER;

	*out = NULL;
	for (int tries = 0; tries < 8 && code == ERROR_INSUFFICIENT_BUFFER; tries++) {
		if (*out)
			HeapFree(GetProcessHeap(), 0, *out);
		*out = size ? HeapAlloc(GetProcessHeap(), 0, size) : NULL;
		if (size && !*out)
			return -WSAENOBUFS;
		code = GetExtendedTcpTable(*out, &size, FALSE, family, TCP_TABLE_OWNER_PID_ALL, 0);
		size += 64 * sizeof(MIB_TCP6ROW_OWNER_PID);
	}
	return code == NO_ERROR && *out ? 0 : table_error(code);
}

static void row4(const MIB_TCPROW_OWNER_PID *row, struct ho_connection *out)
{
	memset(out, 0, sizeof *out);
	memcpy(out->local, &row->dwLocalAddr, 4);
	out->local_port = ntohs((u_short)row->dwLocalPort);
	out->family = 4;
	out->state = state_of(row->dwState);
	out->pid = (int32_t)row->dwOwningPid;
	if (out->state == 10)
		return; /* the remote end of a listener is not defined */
	memcpy(out->remote, &row->dwRemoteAddr, 4);
	out->remote_port = ntohs((u_short)row->dwRemotePort);
}

static void row6(const MIB_TCP6ROW_OWNER_PID *row, struct ho_connection *out)
{
	memset(out, 0, sizeof *out);
	memcpy(out->local, row->ucLocalAddr, 16);
	out->local_scope = ntohl(row->dwLocalScopeId);
	out->local_port = ntohs((u_short)row->dwLocalPort);
	out->family = 6;
	out->state = state_of(row->dwState);
	out->pid = (int32_t)row->dwOwningPid;
	if (out->state == 10)
		return;
	memcpy(out->remote, row->ucRemoteAddr, 16);
	out->remote_scope = ntohl(row->dwRemoteScopeId);
	out->remote_port = ntohs((u_short)row->dwRemotePort);
}

/* A table that cannot be read costs its own rows only: without IPv6 there is still IPv4. */
int ho_connections(struct ho_connection *into, uint32_t room, int32_t unread[2])
{
	MIB_TCPTABLE_OWNER_PID *four;
	MIB_TCP6TABLE_OWNER_PID *six;
	uint32_t count = 0;

	unread[0] = read_table(AF_INET, (void **)&four);
	unread[1] = read_table(AF_INET6, (void **)&six);
	for (DWORD i = 0; !unread[0] && i < four->dwNumEntries; i++, count++)
		if (count < room)
			row4(&four->table[i], &into[count]);
	for (DWORD i = 0; !unread[1] && i < six->dwNumEntries; i++, count++)
		if (count < room)
			row6(&six->table[i], &into[count]);
	if (four)
		HeapFree(GetProcessHeap(), 0, four);
	if (six)
		HeapFree(GetProcessHeap(), 0, six);
	return unread[0] && unread[1] ? unread[0] : (int)count;
}
