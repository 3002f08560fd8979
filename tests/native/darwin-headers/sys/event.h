/* bsd/sys/event.h */
#include <stdint.h>
#include <time.h>
struct kevent {
	uintptr_t ident;
	int16_t filter;
	uint16_t flags;
	uint32_t fflags;
	intptr_t data;
	void *udata;
};
#define EVFILT_READ (-1)
#define EV_ADD 0x0001
#define EV_ONESHOT 0x0010
#define EV_ERROR 0x4000
#define EV_EOF 0x8000
#define EV_SET(kevp, a, b, c, d, e, f) do { \
	struct kevent *__kevp__ = (kevp); \
	__kevp__->ident = (a); __kevp__->filter = (b); __kevp__->flags = (c); \
	__kevp__->fflags = (d); __kevp__->data = (e); __kevp__->udata = (f); \
} while (0)
int kqueue(void);
int kevent(int, const struct kevent *, int, struct kevent *, int, const struct timespec *);
