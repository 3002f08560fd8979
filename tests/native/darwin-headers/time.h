/* Libc include/time.h */
#ifndef TIME_H
#define TIME_H
#include <stdint.h>
struct timespec { long tv_sec; long tv_nsec; };
typedef enum { CLOCK_REALTIME = 0, CLOCK_MONOTONIC_RAW = 4 } clockid_t;
uint64_t clock_gettime_nsec_np(clockid_t);
#endif
