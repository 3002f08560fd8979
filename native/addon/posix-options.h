/* Where setsockopt(2) has one option for each of ours: Linux and macOS say which, the rest is alike. */
#ifndef HALFOPEN_POSIX_OPTIONS_H
#define HALFOPEN_POSIX_OPTIONS_H

#include "socket.h"

struct ho_sockopt {
	int level, name;
};

extern const struct ho_sockopt ho_sockopts[HO_OPTIONS];

#endif
