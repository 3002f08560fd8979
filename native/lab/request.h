/* What halfopen-lab is asked: the requests that main.c describes, read and checked. */
#ifndef HALFOPEN_LAB_REQUEST_H
#define HALFOPEN_LAB_REQUEST_H

#include "lab.h"

enum { MOST_WORDS = 16 };

enum verb { BLACKHOLE, BOOT, CAPTURE, DIAL, FORGET_AFTER, HALT, LINK, LISTEN, RUN, SYSCTL };

struct request {
	long id;
	int err;           /* 0, or -EINVAL: then only `id` counts */
	enum verb verb;
	enum host host;    /* of capture, link, run, sysctl */
	int on;            /* blackhole: add; link: up; capture: 0 is off */
	uint32_t number;   /* of dial and listen: a port; of forget-after: seconds */
	const char *name;  /* of dial: an address; of link: an interface; of sysctl: a path */
	const char *value; /* of sysctl */
	char *argv[MOST_WORDS + 1]; /* of run, as execvp(3) wants it */
	const char *input;          /* of run */
	size_t input_length;
};

/* Reads the first request in `text`, and returns its length; 0 while a part of it is missing. Its words are in `text`, where
 * their separators become ends, but not before it is whole. */
size_t lab_read_request(char *text, size_t length, struct request *);

#endif
