/* bsd/sys/socket.h */
#include "../declarations.h"
#define SOL_SOCKET 0xffff
#define SO_KEEPALIVE 0x0008
#define MSG_OOB 0x1
#define MSG_DONTWAIT 0x80
int getsockopt(int, int, int, void *, socklen_t *);
int setsockopt(int, int, int, const void *, socklen_t);
ssize_t send(int, const void *, size_t, int);
