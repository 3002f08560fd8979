/* A system without a file of its own: the POSIX clocks work, all else answers ENOTSUP. Copy this to add a system. */
#define _POSIX_C_SOURCE 200809L
#include "socket.h"

#include <time.h>

const struct ho_range *ho_limits(void)
{
	static const struct ho_range none[HO_OPTIONS] = {{0, -1, 1}, {0, -1, 1}, {0, -1, 1}, {0, -1, 1}, {0, -1, 1}};

	return none;
}

int ho_abilities(void)
{
	return 0;
}

ho_socket ho_locate(struct uv_loop_s *loop, const char *local, const char *remote)
{
	return (void)loop, (void)local, (void)remote, -ENOTSUP;
}

int ho_apply(ho_socket s, const int32_t asked[HO_OPTIONS], int32_t got[HO_OPTIONS], int32_t *culprit)
{
	(void)asked;
	*culprit = HO_NONE;
	return ho_read(s, got);
}

int ho_read(ho_socket s, int32_t got[HO_OPTIONS])
{
	(void)s;
	for (int i = 0; i < HO_OPTIONS; i++)
		got[i] = HO_NONE;
	return -ENOTSUP;
}

int ho_tcp_info(ho_socket s, void *into, uint32_t size)
{
	return (void)s, (void)into, (void)size, -ENOTSUP;
}

int ho_queues(ho_socket s, struct ho_queues *out)
{
	return (void)s, (void)out, -ENOTSUP;
}

int ho_readiness(ho_socket s, struct ho_readiness *out)
{
	return (void)s, (void)out, -ENOTSUP;
}

int ho_open_diag(void)
{
	return -ENOTSUP;
}

int ho_armed_timer(int diag, ho_socket s, struct ho_timer *out)
{
	return (void)diag, (void)s, (void)out, -ENOTSUP;
}

int ho_send_oob(ho_socket s, uint8_t byte)
{
	return (void)s, (void)byte, -ENOTSUP;
}

int ho_cut_off(ho_socket s, int cut, int64_t span[2])
{
	return (void)s, (void)cut, (void)span, -ENOTSUP;
}

int ho_suspend(int32_t pid, int suspended)
{
	return (void)pid, (void)suspended, -ENOTSUP;
}

int ho_connections(struct ho_connection *into, uint32_t room, int32_t unread[2])
{
	return (void)into, (void)room, (void)unread, -ENOTSUP;
}

int ho_clocks(struct ho_clocks *out)
{
	struct timespec monotonic, realtime;

	if (clock_gettime(CLOCK_MONOTONIC, &monotonic) || clock_gettime(CLOCK_REALTIME, &realtime))
		return -errno;
	out->monotonic_ns = monotonic.tv_sec * INT64_C(1000000000) + monotonic.tv_nsec;
	out->realtime_ns = realtime.tv_sec * INT64_C(1000000000) + realtime.tv_nsec;
	out->tick_ns = 0;
	return 0;
}

int ho_enter_netns(int fd)
{
	return (void)fd, -ENOTSUP;
}

#ifdef __linux__ /* elsewhere socket.h answers */
int ho_fetch(const char *door, const char *ticket)
{
	return (void)door, (void)ticket, -HO_ENOTSUP;
}
#endif

int ho_die_with_parent(void)
{
	return -ENOTSUP;
}
