/* bsd/sys/errno.h */
extern int *__error(void);
#define errno (*__error())
#define ESRCH 3
#define ENOMEM 12
#define EINVAL 22
#define EPIPE 32
#define ENOTSUP 45
