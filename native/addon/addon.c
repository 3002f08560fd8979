/*
 * Node-API glue and nothing else. Every function takes numbers and typed arrays, writes its results into
 * the arrays it was given, and returns what socket.h returned; only wrong arguments throw. native/wrapper gives
 * names and types to all this. No state, so worker threads may load it too.
 */
#ifdef _WIN32
#include "win32-node-exports.h"
#else
#define NAPI_VERSION 8
#include <node_api.h>
#endif
#include <string.h>

#include "socket.h"

/* A failed Node-API call becomes a JavaScript exception, unless one is on its way already. */
static napi_value throw_last_error(napi_env env)
{
	const napi_extended_error_info *info;
	const char *why = NULL;
	bool pending;

	if (napi_get_last_error_info(env, &info) == napi_ok)
		why = info->error_message;
	if (napi_is_exception_pending(env, &pending) != napi_ok || !pending)
		if (napi_throw_type_error(env, NULL, why ? why : "Node-API call failed") != napi_ok)
			napi_fatal_error("halfopen", NAPI_AUTO_LENGTH, "cannot throw", NAPI_AUTO_LENGTH);
	return NULL;
}

#define TRY(call) do { if ((call) != napi_ok) return throw_last_error(env), false; } while (0)

enum { MOST_ARGUMENTS = 3, LONGEST_ADDRESS = 100 };

static bool arguments(napi_env env, napi_callback_info info, napi_value argv[MOST_ARGUMENTS])
{
	size_t count = MOST_ARGUMENTS; /* missing ones arrive as undefined, which no reader below accepts */

	TRY(napi_get_cb_info(env, info, &count, argv, NULL, NULL));
	return true;
}

/* What is no descriptor (NaN, negative, huge) becomes -1, which every system call refuses. */
static bool descriptor(napi_env env, napi_value value, ho_socket *out)
{
	double number;

	TRY(napi_get_value_double(env, value, &number));
	*out = number >= 0 && number <= INT32_MAX ? (ho_socket)number : -1;
	return true;
}

static bool integer(napi_env env, napi_value value, int32_t *out)
{
	TRY(napi_get_value_int32(env, value, out));
	return true;
}

/* Points `data` at the elements of a typed array of this very type with at least `least` of them. */
static bool array(napi_env env, napi_value value, napi_typedarray_type type, size_t least, void *data, size_t *length)
{
	napi_typedarray_type is;
	size_t has;

	TRY(napi_get_typedarray_info(env, value, &is, &has, data, NULL, NULL));
	if (is != type || has < least) {
		TRY(napi_throw_range_error(env, NULL, "typed array of another type or too short"));
		return false;
	}
	if (length)
		*length = has;
	return true;
}

static napi_value result(napi_env env, int value)
{
	napi_value out;

	if (napi_create_int32(env, value, &out) != napi_ok)
		return throw_last_error(env);
	return out;
}

static napi_value surface(napi_env env, napi_callback_info info)
{
	(void)info;
	return result(env, HO_SURFACE);
}

static napi_value ranges(napi_env env, napi_callback_info info)
{
	napi_value argv[MOST_ARGUMENTS];
	void *out;

	if (!arguments(env, info, argv) ||
	    !array(env, argv[0], napi_int32_array, HO_OPTIONS * sizeof(struct ho_range) / 4, &out, NULL))
		return NULL;
	memcpy(out, ho_limits(), HO_OPTIONS * sizeof(struct ho_range));
	return result(env, 0);
}

static napi_value apply(napi_env env, napi_callback_info info)
{
	napi_value argv[MOST_ARGUMENTS];
	ho_socket s;
	int32_t *asked, *got;

	if (!arguments(env, info, argv) || !descriptor(env, argv[0], &s) ||
	    !array(env, argv[1], napi_int32_array, HO_OPTIONS, &asked, NULL) ||
	    !array(env, argv[2], napi_int32_array, HO_OPTIONS + 1, &got, NULL))
		return NULL;
	return result(env, ho_apply(s, asked, got, &got[HO_OPTIONS]));
}

static napi_value read(napi_env env, napi_callback_info info)
{
	napi_value argv[MOST_ARGUMENTS];
	ho_socket s;
	int32_t *got;

	if (!arguments(env, info, argv) || !descriptor(env, argv[0], &s) ||
	    !array(env, argv[1], napi_int32_array, HO_OPTIONS, &got, NULL))
		return NULL;
	return result(env, ho_read(s, got));
}

static bool text(napi_env env, napi_value value, char *into, size_t size)
{
	TRY(napi_get_value_string_utf8(env, value, into, size, NULL));
	return true;
}

/* A double: a SOCKET is as wide as a pointer, and errors are negative. */
static napi_value locate(napi_env env, napi_callback_info info)
{
	char local[LONGEST_ADDRESS], remote[LONGEST_ADDRESS];
	napi_value argv[MOST_ARGUMENTS], out;
	struct uv_loop_s *loop;

	if (!arguments(env, info, argv) || !text(env, argv[0], local, sizeof local) ||
	    !text(env, argv[1], remote, sizeof remote))
		return NULL;
	if (napi_get_uv_event_loop(env, &loop) != napi_ok ||
	    napi_create_double(env, (double)ho_locate(loop, local, remote), &out) != napi_ok)
		return throw_last_error(env);
	return out;
}

/* One slot per socket: its length or error (int32), four bytes of nothing, then the kernel's struct. */
enum { SLOT = 256, SLOT_HEAD = 8 };

static napi_value tcpInfo(napi_env env, napi_callback_info info)
{
	napi_value argv[MOST_ARGUMENTS];
	int32_t *sockets, good = 0;
	uint8_t *slot;
	size_t count;

	if (!arguments(env, info, argv) || !array(env, argv[0], napi_int32_array, 0, &sockets, &count) ||
	    !array(env, argv[1], napi_uint8_array, count * SLOT, &slot, NULL))
		return NULL;
	for (size_t i = 0; i < count; i++, slot += SLOT) {
		int32_t length = ho_tcp_info(sockets[i], slot + SLOT_HEAD, SLOT - SLOT_HEAD);

		memcpy(slot, &length, sizeof length); /* a Buffer may begin at any address */
		good += length >= 0;
	}
	return result(env, good);
}

static napi_value queues(napi_env env, napi_callback_info info)
{
	napi_value argv[MOST_ARGUMENTS];
	ho_socket s;
	void *out;

	if (!arguments(env, info, argv) || !descriptor(env, argv[0], &s) ||
	    !array(env, argv[1], napi_int32_array, sizeof(struct ho_queues) / 4, &out, NULL))
		return NULL;
	return result(env, ho_queues(s, out));
}

static napi_value readiness(napi_env env, napi_callback_info info)
{
	napi_value argv[MOST_ARGUMENTS];
	ho_socket s;
	void *out;

	if (!arguments(env, info, argv) || !descriptor(env, argv[0], &s) ||
	    !array(env, argv[1], napi_int32_array, sizeof(struct ho_readiness) / 4, &out, NULL))
		return NULL;
	return result(env, ho_readiness(s, out));
}

static napi_value openDiag(napi_env env, napi_callback_info info)
{
	(void)info;
	return result(env, ho_open_diag());
}

static napi_value armedTimer(napi_env env, napi_callback_info info)
{
	napi_value argv[MOST_ARGUMENTS];
	ho_socket s;
	int32_t diag;
	void *out;

	if (!arguments(env, info, argv) || !integer(env, argv[0], &diag) || !descriptor(env, argv[1], &s) ||
	    !array(env, argv[2], napi_int32_array, sizeof(struct ho_timer) / 4, &out, NULL))
		return NULL;
	return result(env, ho_armed_timer(diag, s, out));
}

static napi_value sendOob(napi_env env, napi_callback_info info)
{
	napi_value argv[MOST_ARGUMENTS];
	ho_socket s;
	int32_t byte;

	if (!arguments(env, info, argv) || !descriptor(env, argv[0], &s) || !integer(env, argv[1], &byte))
		return NULL;
	return result(env, ho_send_oob(s, (uint8_t)byte));
}

static napi_value cutOff(napi_env env, napi_callback_info info)
{
	napi_value argv[MOST_ARGUMENTS];
	ho_socket s;
	int32_t cut;
	int64_t *span;

	if (!arguments(env, info, argv) || !descriptor(env, argv[0], &s) || !integer(env, argv[1], &cut) ||
	    !array(env, argv[2], napi_bigint64_array, 2, &span, NULL))
		return NULL;
	return result(env, ho_cut_off(s, cut, span));
}

static napi_value abilities(napi_env env, napi_callback_info info)
{
	(void)info;
	return result(env, ho_abilities());
}

static napi_value suspend(napi_env env, napi_callback_info info)
{
	napi_value argv[MOST_ARGUMENTS];
	int32_t pid, suspended;

	if (!arguments(env, info, argv) || !integer(env, argv[0], &pid) || !integer(env, argv[1], &suspended))
		return NULL;
	return result(env, ho_suspend(pid, suspended));
}

static napi_value connections(napi_env env, napi_callback_info info)
{
	napi_value argv[MOST_ARGUMENTS];
	int32_t *into, *unread;
	size_t length;

	if (!arguments(env, info, argv) || !array(env, argv[0], napi_int32_array, 0, &into, &length) ||
	    !array(env, argv[1], napi_int32_array, 2, &unread, NULL))
		return NULL;
	return result(env, ho_connections((void *)into, (uint32_t)(length * 4 / sizeof(struct ho_connection)), unread));
}

static napi_value clocks(napi_env env, napi_callback_info info)
{
	napi_value argv[MOST_ARGUMENTS];
	void *out;

	if (!arguments(env, info, argv) || !array(env, argv[0], napi_bigint64_array, sizeof(struct ho_clocks) / 8, &out, NULL))
		return NULL;
	return result(env, ho_clocks(out));
}

static napi_value enterNetns(napi_env env, napi_callback_info info)
{
	napi_value argv[MOST_ARGUMENTS];
	int32_t fd;

	if (!arguments(env, info, argv) || !integer(env, argv[0], &fd))
		return NULL;
	return result(env, ho_enter_netns(fd));
}

static napi_value fetch(napi_env env, napi_callback_info info)
{
	char door[LONGEST_ADDRESS], ticket[LONGEST_ADDRESS];
	napi_value argv[MOST_ARGUMENTS];

	if (!arguments(env, info, argv) || !text(env, argv[0], door, sizeof door) ||
	    !text(env, argv[1], ticket, sizeof ticket))
		return NULL;
	return result(env, ho_fetch(door, ticket));
}

static napi_value systemFolder(napi_env env, napi_callback_info info)
{
	napi_value argv[MOST_ARGUMENTS];
	uint16_t *into;
	size_t length;

	if (!arguments(env, info, argv) || !array(env, argv[0], napi_uint16_array, 0, &into, &length))
		return NULL;
	return result(env, ho_system_folder(into, (uint32_t)length));
}

static napi_value dieWithParent(napi_env env, napi_callback_info info)
{
	(void)info;
	return result(env, ho_die_with_parent());
}

NAPI_MODULE_INIT()
{
#define METHOD(f) {#f, NULL, f, NULL, NULL, NULL, napi_enumerable, NULL}
	static const napi_property_descriptor methods[] = {
		METHOD(surface), METHOD(ranges), METHOD(apply), METHOD(read), METHOD(tcpInfo), METHOD(queues),
		METHOD(readiness), METHOD(openDiag), METHOD(armedTimer), METHOD(sendOob), METHOD(cutOff), METHOD(clocks),
		METHOD(enterNetns), METHOD(fetch), METHOD(dieWithParent), METHOD(locate), METHOD(abilities), METHOD(suspend),
		METHOD(connections), METHOD(systemFolder),
	};

#ifdef _WIN32
	if (!ho_find_node_api())
		return NULL;
#endif
	if (napi_define_properties(env, exports, sizeof methods / sizeof *methods, methods) != napi_ok)
		return throw_last_error(env);
	return exports;
}
