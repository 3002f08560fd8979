/* bsd/netinet/in.h, netinet6/in6.h */
#ifndef IN_H
#define IN_H
#include <stdint.h>
#define IPPROTO_TCP 6
struct in_addr { uint32_t s_addr; };
struct in6_addr { uint8_t s6_addr[16]; };
uint16_t ntohs(uint16_t);
#endif
