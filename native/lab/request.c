/* Reads requests. Knows no socket and no host: whatever the bytes are, a request is found, refused or awaited. */
#include "request.h"

#include <errno.h>
#include <string.h>

/* A line, cut into words. More of them than there is room for are counted, and the last one is always known. */
struct line {
	char *words[MOST_WORDS];
	int count;
	char *last, *end;
};

static void find_words(struct line *line, char *text, char *end)
{
	line->count = 0;
	line->end = end;
	for (char *word = text;;) {
		char *tab = memchr(word, '\t', (size_t)(end - word));

		if (line->count < MOST_WORDS)
			line->words[line->count] = word;
		line->count++;
		line->last = word;
		if (!tab)
			return;
		word = tab + 1;
	}
}

static void cut(struct line *line, char *text)
{
	for (char *c = text; c < line->end; c++)
		if (*c == '\t')
			*c = 0;
	*line->end = 0;
}

/* Digits only, `most` at most. False for anything else, as for a sign, a space or too large a number. */
static int read_number(const char *from, const char *end, uint32_t most, uint32_t *number)
{
	uint64_t value = 0;

	if (from == end)
		return 0;
	for (; from < end; from++) {
		if (*from < '0' || *from > '9' || (value = value * 10 + (uint64_t)(*from - '0')) > most)
			return 0;
	}
	*number = (uint32_t)value;
	return 1;
}

static int number_of(const char *word, uint32_t most, uint32_t *number)
{
	return read_number(word, word + strlen(word), most, number);
}

static int is(const char *word, const char *text)
{
	return !strcmp(word, text);
}

static int host_of(const char *word, enum host *host)
{
	static const char *const names[HOSTS] = {"client", "router", "server"};

	for (int i = 0; i < HOSTS; i++)
		if (is(word, names[i])) {
			*host = (enum host)i;
			return 1;
		}
	return 0;
}

/* `on` for the first of two words, off for the second. */
static int switch_of(const char *word, const char *on, const char *off, int *is_on)
{
	*is_on = is(word, on);
	return *is_on || is(word, off);
}

/* ---- the arguments of each verb: false when they are none that it can have ---- */

static int read_blackhole(char **words, struct request *r)
{
	return switch_of(words[0], "add", "del", &r->on);
}

static int read_nothing(char **words, struct request *r)
{
	return (void)words, (void)r, 1;
}

static int read_capture(char **words, struct request *r)
{
	r->on = !is(words[0], "off");
	return !r->on || host_of(words[0], &r->host);
}

static int read_dial(char **words, struct request *r)
{
	r->name = words[0];
	return number_of(words[1], UINT16_MAX, &r->number);
}

static int read_forget_after(char **words, struct request *r)
{
	return number_of(words[0], INT32_MAX, &r->number);
}

static int read_link(char **words, struct request *r)
{
	r->name = words[1];
	return host_of(words[0], &r->host) && switch_of(words[2], "up", "down", &r->on);
}

static int read_listen(char **words, struct request *r)
{
	return number_of(words[0], UINT16_MAX, &r->number);
}

static int read_sysctl(char **words, struct request *r)
{
	r->name = words[1];
	r->value = words[2];
	return host_of(words[0], &r->host);
}

static const struct {
	const char *name;
	int arguments;
	int (*read)(char **words, struct request *);
} verbs[] = {
	[BLACKHOLE] = {"blackhole", 1, read_blackhole},
	[BOOT] = {"boot", 0, read_nothing},
	[CAPTURE] = {"capture", 1, read_capture},
	[DIAL] = {"dial", 2, read_dial},
	[FORGET_AFTER] = {"forget-after", 1, read_forget_after},
	[HALT] = {"halt", 0, read_nothing},
	[LINK] = {"link", 3, read_link},
	[LISTEN] = {"listen", 1, read_listen},
	[RUN] = {"run", -1, NULL}, /* as many as it likes: read_run */
	[SYSCTL] = {"sysctl", 3, read_sysctl},
};

/* A host, a program with its arguments, and the length of the input that follows the line. */
static int read_run(struct line *line, struct request *r)
{
	int arguments = line->count - 4; /* without number, verb, host and length */
	uint32_t length;

	if (arguments < 1 || !number_of(line->last, UINT32_MAX, &length) || !host_of(line->words[2], &r->host))
		return 0;
	memcpy(r->argv, line->words + 3, (size_t)arguments * sizeof *r->argv);
	r->argv[arguments] = NULL;
	return 1;
}

static int read_words(struct line *line, struct request *r)
{
	uint32_t id;

	if (!number_of(line->words[0], INT32_MAX, &id))
		return 0;
	r->id = (long)id;
	if (line->count < 2 || line->count > MOST_WORDS)
		return 0;
	if (is(line->words[1], verbs[RUN].name)) {
		r->verb = RUN;
		return read_run(line, r);
	}
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (is(line->words[1], verbs[i].name) && line->count - 2 == verbs[i].arguments) {
			r->verb = (enum verb)i;
			return verbs[i].read(line->words + 2, r);
		}
	return 0;
}

/* How long the input behind the line of a `run` is; 0 of everything else, and of what is no length. */
static uint32_t input_after(const struct line *line)
{
	static const char run[] = "run\t";
	uint32_t length;

	if (line->count < 3 || line->end - line->words[1] < (ptrdiff_t)sizeof run ||
	    memcmp(line->words[1], run, sizeof run - 1) || !read_number(line->last, line->end, UINT32_MAX, &length))
		return 0;
	return length;
}

size_t lab_read_request(char *text, size_t length, struct request *out)
{
	char *end = memchr(text, '\n', length);
	struct line line;
	size_t size;

	if (!end)
		return 0;
	find_words(&line, text, end);
	*out = (struct request){.id = -1};
	out->input_length = input_after(&line);
	size = (size_t)(end - text) + 1;
	if (out->input_length > length - size)
		return 0;
	out->input = end + 1;
	if (memchr(text, 0, size)) {
		out->err = -EINVAL;
		return size + out->input_length;
	}
	cut(&line, text);
	out->err = read_words(&line, out) ? 0 : -EINVAL;
	return size + out->input_length;
}
