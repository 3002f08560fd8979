/* Like the classic pingclient: any received byte is life; PING after `idle` ms of nothing, again every `interval` ms,
 * dead after `tries` unanswered. Reads whatever is there, several frames at once. argv: port, idle, interval, tries. */
#include "frame.h"

int main(int argc, char **argv)
{
	int s = socket(AF_INET, SOCK_STREAM, 0), unanswered = 0;
	struct sockaddr_in address = loopback(argv[1]);
	int64_t idle, interval, tries, heard, due;
	struct frame out = { .type = htonl(PING) };
	char buffer[16384], line[64];

	if (argc < 5 || connect(s, (struct sockaddr *)&address, sizeof address))
		return 1;
	idle = atoi(argv[2]), interval = atoi(argv[3]), tries = atoi(argv[4]);
	heard = now_ms();
	for (due = heard + idle;;) {
		struct pollfd p = { .fd = s, .events = POLLIN };
		int64_t wait = due - now_ms();

		if (poll(&p, 1, wait > 0 ? (int)wait : 0) > 0) {
			ssize_t n = read(s, buffer, sizeof buffer);

			if (n <= 0) {
				say("closed");
				return 0;
			}
			if (unanswered)
				say("reset");
			unanswered = 0;
			heard = now_ms();
			due = heard + idle;
		} else if (now_ms() >= due) {
			if (unanswered == tries) {
				snprintf(line, sizeof line, "connection dead after %d ms", (int)(now_ms() - heard));
				say(line);
				return 0;
			}
			unanswered++;
			due += interval;
			say("ping");
			if (write(s, &out, sizeof out) != sizeof out)
				return 1;
		}
	}
}
