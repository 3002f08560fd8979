/* lab_keep_flow, on what nl_read visits; and the requests that are made of what it kept. */
#include "../../../native/lab/flows.h"

#include "datagrams.h"

static struct flows flows;

static void expire_all(void)
{
	for (uint32_t i = 0; i < flows.count; i++) {
		struct nlattr tuple;
		struct message m;

		memcpy(&tuple, flows.tuples[i], sizeof tuple);
		MUST(tuple.nla_len >= NLA_HDRLEN && tuple.nla_len <= LONGEST_TUPLE);
		lab_expire_flow(&m, flows.tuples[i], 60);
		MUST(m.head.nlmsg_len <= sizeof m);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct nl_answer answer = {.sequence = SEQUENCE, .port = PORT, .each = lab_keep_flow, .with = &flows};
	int result = NL_MORE;
	uint8_t *datagram;
	size_t length;

	flows.count = 0;
	while (result == NL_MORE && (datagram = next_datagram(&data, &size, &length))) {
		result = nl_read(&answer, datagram, length);
		free(datagram);
	}
	MUST(flows.count <= MOST_FLOWS);
	expire_all();
	return 0;
}
