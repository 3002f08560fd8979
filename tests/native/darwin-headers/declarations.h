#ifndef DECLARATIONS_H
#define DECLARATIONS_H
typedef __SIZE_TYPE__ size_t;
typedef __INTPTR_TYPE__ ssize_t;
typedef int pid_t;
typedef unsigned int socklen_t;
typedef unsigned char u_int8_t;
typedef unsigned int u_int32_t;
typedef unsigned long long u_int64_t;
typedef unsigned short u_short;
#ifndef NULL
#define NULL ((void *)0)
#endif
#define INT32_MAX 2147483647
#endif
