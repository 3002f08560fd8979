/* nl_read: whatever datagrams say, every message that is visited lies inside of them, and an interrupted list is no whole one. */
#include "../../../native/netlink/answer.h"

#include "datagrams.h"

struct place {
	const uint8_t *from, *to;
	uint32_t sum;
};

static int visit(const struct nlmsghdr *h, void *with)
{
	struct place *place = with;
	const uint8_t *at = (const void *)h;

	MUST(at >= place->from && h->nlmsg_len >= NLMSG_HDRLEN && h->nlmsg_len <= (size_t)(place->to - at));
	MUST(h->nlmsg_seq == SEQUENCE && h->nlmsg_pid == PORT);
	for (uint32_t i = 0; i < h->nlmsg_len; i++)
		place->sum += at[i];
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct place place = {0};
	struct nl_answer answer = {.sequence = SEQUENCE, .port = PORT, .each = visit, .with = &place};
	int result = NL_MORE;
	uint8_t *datagram;
	size_t length;

	while (result == NL_MORE && (datagram = next_datagram(&data, &size, &length))) {
		place.from = datagram;
		place.to = datagram + length;
		result = nl_read(&answer, datagram, length);
		MUST(result <= NL_MORE);
		MUST(result != 0 || !answer.interrupted);
		free(datagram);
	}
	return 0;
}
