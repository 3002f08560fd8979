/** Why each rule of kernels and paths predicts what it predicts, in English. */

export type RuleWords = Readonly<Record<string, string>>;

export const rulesEn: RuleWords = {
  'peer-closed': 'The FIN arrives after one one-way delay. Whoever reads sees the end of the stream immediately.',
  'peer-reset': 'The RST arrives after one one-way delay. The next read returns ECONNRESET immediately.',
  'peer-killed':
    'The kernel of the peer closes the sockets of a killed process and says so: by FIN, or by RST if data was left unread.',
  'seen-by-poll':
    'The state of the socket changes immediately, but a detector that only polls sees it later, at its next poll.',
  'second-write-fails':
    'The peer answers the first write after its close with RST. Only the write after that fails, with EPIPE.',
  'half-close-writable': 'After a half-close the peer still receives, so writes never fail.',
  'keepalive-idle':
    'Nothing is in flight, so keepalive runs: probes begin after the idle time, and the kernel gives up when all of them have gone unanswered.',
  'keepalive-user-timeout':
    'With TCP_USER_TIMEOUT set, the kernel ignores the probe count. It gives up at the first probe that is due after the timeout.',
  'user-timeout-data':
    'TCP_USER_TIMEOUT counts from the first retransmission: next write, tail loss probe, one RTO, then the timeout.',
  retries2:
    'Data is in flight, so keepalive is suspended. The kernel retransmits at doubling intervals until tcp_retries2 is used up.',
  'user-timeout-window':
    'TCP_USER_TIMEOUT also runs while the window is closed, from the first window probe on. Answers to the probes do not stop it.',
  'window-probes':
    'Keepalive is suspended. The kernel probes the closed window at doubling intervals until tcp_retries2 is used up.',
  'window-probes-answered': 'The peer’s kernel answers every window probe, so the connection counts as alive forever.',
  'keepalive-suspended':
    'Data waits for the window to open, so keepalive is suspended. The kernel sends window probes instead, and the peer answers them.',
  'unread-data-reset': 'The peer closes with data that it has not read, so its kernel sends RST instead of FIN.',
  'nothing-outstanding': 'Nothing is unacknowledged, so no timer runs and nothing can expire.',
  'kernel-acknowledges':
    'The peer process is stopped, but its kernel continues to acknowledge. A mechanism that relies on acknowledgements cannot detect that.',
  'frozen-reader':
    'The peer process is stopped. Its kernel acknowledges until the receive buffer is full. Then the window closes, and the user timeout runs although every probe is answered.',
  'beats-stall':
    'Only the path to the peer is cut. Its next beat still arrives, but remains unacknowledged, which keeps the peer from sending another.',
  'silent-acknowledgement':
    'Something that was sent remains unacknowledged. The verdict comes at the first poll after the allowed silence.',
  played:
    'This detector has no formula of its own. Halfopen ran its machine on a simulated kernel, with every timer on time and as late as it may be. The prediction is what all these runs agree on.',
  'nothing-happens': 'There is no fault, so any verdict is a mistake.',
  'data-counts': 'The peer’s data arrives often enough to count as a sign of life, so its late PONGs are never missed.',
  'answered-before':
    'The path heals, and something is answered before the detector would give up. The connection survives.',
  'gives-up-before': 'The detector gives up before anything can be answered again. That is a false alarm.',
  'urgent-byte-surfaces':
    'A second urgent byte turns the first into ordinary data. Once the path heals, that byte corrupts the frames and the peer resets the connection.',
  'phase-decides':
    'The path heals and the detector gives up at almost the same time, so the phase of the fault decides. Every trial has its own prediction.',
  'reset-on-return':
    'The returned host does not know the connection and answers the first packet that it receives with RST.',
  'no-transmission': 'Nothing is sent after the host has returned, so nothing can be answered with RST.',
  'ping-starved':
    'The detector counts its own writes as activity and postpones the next PING each time, so it never sends one.',
  'any-pong-counts':
    'The detector counts a PONG to an older PING as a sign of life. One always arrives before the last PING has timed out.',
  'fresh-pong': 'The late PONG still answers the latest PING, so it counts as a sign of life.',
  'stale-pongs':
    'Every PONG arrives after a newer PING was sent and counts as stale. The detector declares a slow peer dead.',
  'one-long-gap':
    'Only one gap is longer than usual, and it ends before phi reaches the threshold. After it all PONGs are equally late.',
  'pong-not-awaited': 'The detector does not wait for PONGs, so a slow answer does not affect it.',
  'other-kernel': 'The timers of this system are not documented closely enough for an honest prediction.',
  'one-way-data':
    'Data and retransmissions of the peer still arrive and postpone the timer. For how long depends on the peer’s retransmission timer.',
  'one-way-beats':
    'Beats arrive, but their acknowledgements do not. What follows depends on the congestion window of the peer.',
  'firewall-reset': 'The firewall has forgotten the connection and answers its next packet with RST.',
  'kept-alive': 'Packets come often enough for the firewall to remember the connection.',
  'other-flow-kept-alive':
    'The heartbeat keeps only its own connection alive. The firewall forgets the main one, which no detector watches.',
  'chance-decides': 'Which packets are lost is random.',
  'data-never-left':
    'The data never left this machine. When its kernel gives up in that case has not been derived yet.',
};
