/* Like the classic pingserver: one connection; PONG with its type in HOST byte order and data nobody set.
 * argv: port, delay before each PONG in ms. */
#include "frame.h"

int main(int argc, char **argv)
{
	int one = 1, listener = socket(AF_INET, SOCK_STREAM, 0), s;
	struct sockaddr_in address = loopback(argc > 1 ? argv[1] : "43211");
	socklen_t length = sizeof address;
	struct frame in, out;
	size_t have = 0;
	ssize_t n;
	char line[32];

	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 1))
		return 1;
	getsockname(listener, (struct sockaddr *)&address, &length);
	snprintf(line, sizeof line, "port %d", ntohs(address.sin_port));
	say(line);
	if ((s = accept(listener, NULL, NULL)) < 0)
		return 1;
	while ((n = read(s, (char *)&in + have, sizeof in - have)) > 0) {
		if ((have += (size_t)n) < sizeof in)
			continue;
		have = 0;
		if (ntohl(in.type) != PING)
			continue;
		say("ping");
		if (argc > 2)
			usleep((useconds_t)atoi(argv[2]) * 1000);
		memset(&out, 0xa5, sizeof out);
		out.type = PONG;
		if (write(s, &out, sizeof out) != sizeof out)
			break;
	}
	say("gone");
	return 0;
}
