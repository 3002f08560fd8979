/* The answer of sock_diag: read_timer, on what nl_read visits. The source is included for the sake of that function. */
#include "../../../native/addon/linux-sock-diag.c"

#include "datagrams.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct ho_timer untouched = {-1, -1, -1};
	struct ho_timer timer = untouched;
	struct reading reading = {.timer = &timer};
	struct nl_answer answer = {.sequence = SEQUENCE, .port = PORT, .each = read_timer, .with = &reading};
	int result = NL_MORE;
	uint8_t *datagram;
	size_t length;

	while (!reading.found && result == NL_MORE && (datagram = next_datagram(&data, &size, &length))) {
		result = nl_read(&answer, datagram, length);
		free(datagram);
	}
	MUST(reading.found == !!memcmp(&timer, &untouched, sizeof timer));
	MUST(!reading.found || (timer.kind >= 0 && timer.kind <= UINT8_MAX));
	return 0;
}
