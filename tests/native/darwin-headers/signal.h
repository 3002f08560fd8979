#include "declarations.h"
#define SIGSTOP 17
#define SIGCONT 19
int kill(pid_t, int);
