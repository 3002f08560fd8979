/*
 * Windows: looks up what the program that loaded the addon (node.exe, Electron's) exports: Node-API; and libuv, whose
 * handles hold the SOCKET that Node does not show.
 */
#include "win32-node-exports.h"
#include "socket.h"

#include <string.h>
#include <winsock2.h>
#include <ws2tcpip.h>
#include <windows.h>

#define HO_DEFINE(f) __typeof__(ho_##f) ho_##f;
HO_NODE_API(HO_DEFINE)
#undef HO_DEFINE

/* libuv without uv.h: handles stay opaque, so no struct layout of any version is relied on. */
typedef struct uv_handle_s handle;
static void (*uv_walk)(struct uv_loop_s *, void (*)(handle *, void *), void *);
static int (*uv_handle_get_type)(const handle *);
static const char *(*uv_handle_type_name)(int);
static int (*uv_is_closing)(const handle *);
static int (*uv_fileno)(const handle *, HANDLE *);
static int (*uv_tcp_getsockname)(const handle *, struct sockaddr *, int *);
static int (*uv_tcp_getpeername)(const handle *, struct sockaddr *, int *);

static bool find(HMODULE program, const char *name, void *into)
{
	FARPROC found = GetProcAddress(program, name);

	memcpy(into, &found, sizeof found); /* ISO C has no cast from a function to an object pointer */
	return found != NULL;
}

bool ho_find_node_api(void)
{
	HMODULE program = GetModuleHandleW(NULL);
	bool all = true;

#define HO_FIND(f) all = find(program, #f, &ho_##f) && all;
	HO_NODE_API(HO_FIND)
#undef HO_FIND
	return all;
}

/* Electron exports libuv's names today; if one is missing, sockets cannot be found, and the rest still works. */
static bool find_libuv(void)
{
	HMODULE program = GetModuleHandleW(NULL);

	return find(program, "uv_walk", &uv_walk) && find(program, "uv_handle_get_type", &uv_handle_get_type) &&
	       find(program, "uv_handle_type_name", &uv_handle_type_name) && find(program, "uv_is_closing", &uv_is_closing) &&
	       find(program, "uv_fileno", &uv_fileno) && find(program, "uv_tcp_getsockname", &uv_tcp_getsockname) &&
	       find(program, "uv_tcp_getpeername", &uv_tcp_getpeername);
}

union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

/* "127.0.0.1 80" or "fe80::1%3 80": an address as Node shows it, and a port. */
static bool parse(const char *text, union address *out)
{
	struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM}, *found;
	char host[80];
	const char *space = strchr(text, ' ');

	if (!space || (size_t)(space - text) >= sizeof host)
		return false;
	memcpy(host, text, (size_t)(space - text));
	host[space - text] = 0;
	if (getaddrinfo(host, space + 1, &hints, &found))
		return false;
	memset(out, 0, sizeof *out);
	memcpy(out, found->ai_addr, found->ai_addrlen <= sizeof *out ? found->ai_addrlen : sizeof *out);
	freeaddrinfo(found);
	return true;
}

static bool same(const union address *a, const union address *b)
{
	if (a->any.sa_family != b->any.sa_family)
		return false;
	if (a->any.sa_family == AF_INET)
		return a->v4.sin_port == b->v4.sin_port && a->v4.sin_addr.s_addr == b->v4.sin_addr.s_addr;
	return a->v6.sin6_port == b->v6.sin6_port && a->v6.sin6_scope_id == b->v6.sin6_scope_id &&
	       !memcmp(&a->v6.sin6_addr, &b->v6.sin6_addr, sizeof a->v6.sin6_addr);
}

struct search {
	union address local, remote;
	ho_socket found;
};

static void look(handle *h, void *data)
{
	struct search *search = data;
	union address local, remote;
	int size = sizeof local;
	HANDLE os;

	if (uv_is_closing(h) || strcmp(uv_handle_type_name(uv_handle_get_type(h)), "tcp"))
		return;
	if (uv_tcp_getsockname(h, &local.any, &size))
		return;
	size = sizeof remote;
	if (uv_tcp_getpeername(h, &remote.any, &size)) /* one that listens has no peer */
		return;
	if (same(&local, &search->local) && same(&remote, &search->remote) && !uv_fileno(h, &os))
		search->found = (ho_socket)os;
}

ho_socket ho_locate(struct uv_loop_s *loop, const char *local, const char *remote)
{
	struct search search = {.found = -WSAENOTSOCK};

	if (!find_libuv())
		return -WSAEOPNOTSUPP;
	if (!parse(local, &search.local) || !parse(remote, &search.remote))
		return -WSAEINVAL;
	uv_walk(loop, look, &search);
	return search.found;
}

#ifdef HO_NO_RUNTIME
/* Built by clang for arm64, where no C runtime is linked in: nothing here needs one to be started. */
BOOL WINAPI DllMainCRTStartup(HINSTANCE self, DWORD reason, void *reserved)
{
	return (void)self, (void)reason, (void)reserved, TRUE;
}
#endif
