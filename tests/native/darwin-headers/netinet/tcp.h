/* bsd/netinet/tcp.h */
#include <stdint.h>
#define TCP_KEEPALIVE 0x10
#define TCP_RXT_CONNDROPTIME 0x80
#define TCP_KEEPINTVL 0x101
#define TCP_KEEPCNT 0x102
#define TCP_CONNECTION_INFO 0x106
struct tcp_connection_info {
	u_int8_t tcpi_state;
	u_int8_t tcpi_snd_wscale;
	u_int8_t tcpi_rcv_wscale;
	u_int8_t __pad1;
	u_int32_t tcpi_options;
	u_int32_t tcpi_flags;
	u_int32_t tcpi_rto;
	u_int32_t tcpi_maxseg;
	u_int32_t tcpi_snd_ssthresh;
	u_int32_t tcpi_snd_cwnd;
	u_int32_t tcpi_snd_wnd;
	u_int32_t tcpi_snd_sbbytes;
	u_int32_t tcpi_rcv_wnd;
	u_int32_t tcpi_rttcur;
	u_int32_t tcpi_srtt;
	u_int32_t tcpi_rttvar;
	u_int32_t tcpi_tfo; /* sixteen flags */
	u_int64_t tcpi_txpackets __attribute__((aligned(8)));
	u_int64_t tcpi_txbytes __attribute__((aligned(8)));
	u_int64_t tcpi_txretransmitbytes __attribute__((aligned(8)));
	u_int64_t tcpi_rxpackets __attribute__((aligned(8)));
	u_int64_t tcpi_rxbytes __attribute__((aligned(8)));
	u_int64_t tcpi_rxoutoforderbytes __attribute__((aligned(8)));
	u_int64_t tcpi_txretransmitpackets __attribute__((aligned(8)));
};
