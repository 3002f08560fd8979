/* lab_read_request: bytes are a request, a refused one, or the beginning of one, wherever the pipe cuts them. */
#include "../../../native/lab/request.h"

#include "datagrams.h"

#include <errno.h>

struct text {
	char *from, *to;
};

/* In memory of its own, so that AddressSanitizer sees its end. */
static struct text copy_of(const uint8_t *data, size_t size)
{
	struct text text = {.from = malloc(size ? size : 1)};

	MUST(text.from);
	memcpy(text.from, data, size);
	text.to = text.from + size;
	return text;
}

static void must_be_inside(const char *word, struct text text)
{
	MUST(word >= text.from && word < text.to && memchr(word, 0, (size_t)(text.to - word)));
}

static void must_be_usable(const struct request *r, struct text text)
{
	MUST(r->id >= 0 && r->id <= INT32_MAX && r->verb <= SYSCTL && r->host < HOSTS);
	if (r->verb == DIAL || r->verb == LINK || r->verb == SYSCTL)
		must_be_inside(r->name, text);
	if (r->verb == DIAL || r->verb == LISTEN)
		MUST(r->number <= UINT16_MAX);
	if (r->verb == SYSCTL)
		must_be_inside(r->value, text);
	if (r->verb == RUN) {
		int n = 0;

		for (; r->argv[n]; n++)
			must_be_inside(r->argv[n], text);
		MUST(n > 0 && n <= MOST_WORDS);
	} else {
		MUST(r->input_length == 0);
	}
}

static void must_await_the_rest(const uint8_t *data, size_t size)
{
	struct text text = copy_of(data, size);
	struct request r;

	MUST(lab_read_request(text.from, size, &r) == 0);
	MUST(!memcmp(text.from, data, size)); /* it will be read again from its beginning */
	free(text.from);
}

/* Each costs a copy of all that follows. */
enum { MOST_REQUESTS = 16 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	for (int i = 0; i < MOST_REQUESTS; i++) {
		struct text text = copy_of(data, size);
		struct request r;
		size_t took = lab_read_request(text.from, size, &r);

		MUST(took <= size);
		if (took) {
			MUST(r.err == 0 || r.err == -EINVAL);
			MUST(r.input_length < took && r.input + r.input_length == text.from + took);
			if (!r.err) {
				MUST(!memchr(data, 0, took - r.input_length)); /* no word hides a part of itself */
				must_be_usable(&r, text);
			}
			must_await_the_rest(data, took - 1);
		} else {
			MUST(!memcmp(text.from, data, size));
		}
		free(text.from);
		if (!took)
			break;
		data += took;
		size -= took;
	}
	return 0;
}
