/*
 * Windows: Node-API as the program that loaded the addon exports it. The addon looks each function up at run time,
 * because an import library would name node.exe, and Electron's program has another name. Include this before anything
 * that calls Node-API.
 */
#ifndef HALFOPEN_WIN32_NODE_EXPORTS_H
#define HALFOPEN_WIN32_NODE_EXPORTS_H

#define NAPI_VERSION 8
#include <node_api.h>

#include <stdbool.h>

/* Every Node-API function that addon.c calls: a new one there must be added here, or the link fails. */
#define HO_NODE_API(X)                                                                                                 \
	X(napi_create_double) X(napi_create_int32) X(napi_define_properties) X(napi_fatal_error) X(napi_get_cb_info)       \
	X(napi_get_last_error_info) X(napi_get_typedarray_info) X(napi_get_uv_event_loop) X(napi_get_value_double)         \
	X(napi_get_value_int32) X(napi_get_value_string_utf8) X(napi_is_exception_pending) X(napi_throw_range_error)       \
	X(napi_throw_type_error)

#define HO_DECLARE(f) extern __typeof__(f) *ho_##f;
HO_NODE_API(HO_DECLARE)
#undef HO_DECLARE

#define napi_create_double (*ho_napi_create_double)
#define napi_create_int32 (*ho_napi_create_int32)
#define napi_define_properties (*ho_napi_define_properties)
#define napi_fatal_error (*ho_napi_fatal_error)
#define napi_get_cb_info (*ho_napi_get_cb_info)
#define napi_get_last_error_info (*ho_napi_get_last_error_info)
#define napi_get_typedarray_info (*ho_napi_get_typedarray_info)
#define napi_get_uv_event_loop (*ho_napi_get_uv_event_loop)
#define napi_get_value_double (*ho_napi_get_value_double)
#define napi_get_value_int32 (*ho_napi_get_value_int32)
#define napi_get_value_string_utf8 (*ho_napi_get_value_string_utf8)
#define napi_is_exception_pending (*ho_napi_is_exception_pending)
#define napi_throw_range_error (*ho_napi_throw_range_error)
#define napi_throw_type_error (*ho_napi_throw_type_error)

/* False when the program does not export all of it: the addon can then say nothing, not even why. */
bool ho_find_node_api(void);

#endif
