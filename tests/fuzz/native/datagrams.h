/* An input as the datagrams that a netlink socket would hand out: for each, two bytes of length and so many bytes. */
#ifndef DATAGRAMS_H
#define DATAGRAMS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the requests of all fuzz targets have. */
enum { SEQUENCE = 7, PORT = 9 };

/* Unlike assert(3), never compiled away. */
#define MUST(is) \
	do { if (!(is)) { fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #is); abort(); } } while (0)

/* The next one, in memory of its own, so that AddressSanitizer sees its end; NULL when there is none. */
static inline uint8_t *next_datagram(const uint8_t **data, size_t *size, size_t *length)
{
	uint8_t *datagram;

	if (*size < 2)
		return NULL;
	*length = (size_t)((*data)[0] | (*data)[1] << 8);
	*data += 2;
	*size -= 2;
	if (*length > *size)
		*length = *size;
	MUST((datagram = malloc(*length ? *length : 1)));
	memcpy(datagram, *data, *length);
	*data += *length;
	*size -= *length;
	return datagram;
}

#endif
