/*
 * Windows: the calls into the program that loaded us, found in it at run time. An import library would name
 * node.exe, and Electron is not node.exe. Included before anything calls Node-API.
 */
#ifndef HALFOPEN_WIN32_HOST_H
#define HALFOPEN_WIN32_HOST_H

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

/* False when the program exports no Node-API of this version: nothing can be said then, not even why. */
bool ho_find_host(void);

#endif
