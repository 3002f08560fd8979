/** Why each rule of kernels and paths predicts what it predicts, in English. */

export type RuleWords = Readonly<Record<string, string>>;

export const rulesEn: RuleWords = {
  'peer-closed': 'The FIN arrives after one way of the path, and whoever reads sees the end of the stream at once.',
  'peer-reset': 'The RST arrives after one way of the path, and the next read returns ECONNRESET at once.',
  'peer-killed':
    'The kernel of the peer closes the sockets of a dead process and says so: FIN, or RST when data was left unread.',
  'seen-by-poll': 'The state of the socket changes at once, but who polls sees it only at the next reading.',
  'second-write-fails':
    'The first write after the peer has closed is answered by RST; only the write after that one fails, with EPIPE.',
  'half-close-writable': 'After a half-close the peer still receives, so writing never fails.',
  'keepalive-idle':
    'Nothing is in flight, so keepalive runs: probes begin after the idle time, and the kernel gives up when all of them have gone unanswered.',
  'keepalive-user-timeout':
    'With TCP_USER_TIMEOUT set the kernel ignores the probe count and gives up at the first probe that is due after the timeout has passed.',
  'user-timeout-data':
    'TCP_USER_TIMEOUT counts from the first retransmission: next write, tail loss probe, one RTO, then the timeout.',
  retries2:
    'Data is in flight, so keepalive is suspended; the kernel retransmits at doubling intervals until tcp_retries2 is used up.',
  'user-timeout-window':
    'TCP_USER_TIMEOUT also runs while the window is closed, from the first window probe on; that the peer answers every probe does not stop it.',
  'window-probes':
    'Keepalive is suspended; the kernel probes the closed window at doubling intervals until tcp_retries2 is used up.',
  'window-probes-answered': 'The peer’s kernel answers every window probe, so its kernel counts as alive for ever.',
  'keepalive-suspended':
    'Data waits for the window to open, so keepalive is suspended; window probes take its place, and they are answered.',
  'unread-data-reset': 'The peer closes with data that it has not read: its kernel sends RST instead of FIN.',
  'nothing-outstanding': 'Nothing is unacknowledged, so no timer runs and nothing can expire.',
  'kernel-acknowledges':
    'The peer process is stopped but its kernel goes on acknowledging: whatever relies on acknowledgements cannot notice.',
  'frozen-reader':
    'The peer process is stopped: its kernel acknowledges until its receive buffer is full. Then the window is closed, and the user timeout runs although every probe is answered.',
  'beats-stall':
    'Only the way to the peer is cut: its next beat still arrives, but unacknowledged it keeps the peer from sending another.',
  'silent-acknowledgement':
    'Something that was sent stays unacknowledged; the verdict comes at the first poll after the allowed silence.',
  'nothing-happens': 'Nothing is broken: a verdict would be a mistake.',
  'data-counts': 'The peer’s data arrives often enough to count as a sign of life, so its late PONGs are never missed.',
  'answered-before': 'The path heals, and something is answered before the detector would give up: it survives.',
  'gives-up-before': 'The detector gives up before anything can be answered again: a false alarm.',
  'urgent-byte-surfaces':
    'A second urgent byte turns the first into ordinary data; once the path heals it garbles the frames and the peer resets the connection.',
  'phase-decides':
    'Healing and giving up lie so close together that the phase of the fault decides; every trial has its own prediction.',
  'reset-on-return': 'The returned host does not know the connection and answers the first packet it receives by RST.',
  'no-transmission': 'Nothing is sent after the host has returned, so nothing can be answered by RST.',
  'ping-starved': 'Whatever this end writes is taken for activity and puts the next PING off, so none is ever sent.',
  'any-pong-counts':
    'A PONG to an older PING is taken for a sign of life. One comes before the last PING has had its time, again and again.',
  'fresh-pong': 'The late PONG still answers the most recent PING, so it counts as a sign of life.',
  'stale-pongs':
    'Every PONG arrives after a newer PING was sent and counts as stale: the detector takes a slow peer for a dead one.',
  'one-long-gap':
    'Only one gap is longer than usual, and it ends before phi reaches the threshold; after it all PONGs are late by as much.',
  'pong-not-awaited': 'The detector does not wait for PONG, so a slow answer means nothing to it.',
  'other-kernel': 'The timers of this system are not documented closely enough for an honest prediction.',
  'one-way-data':
    'What the peer sends and repeats still arrives and puts the timer off, for how long depends on its retransmission timer.',
  'one-way-beats':
    'Beats arrive but their acknowledgements do not; what follows depends on the congestion window of the peer.',
  'firewall-reset': 'The firewall has forgotten the connection and answers its next packet by RST.',
  'kept-alive': 'Packets come often enough for the firewall to remember the connection.',
  'other-flow-kept-alive':
    'The heartbeat keeps only its own connection alive; the firewall forgets the main one, and nobody looks there.',
  'chance-decides': 'Chance decides which packets are lost.',
  'data-never-left': 'The data never left this machine; when its kernel gives up then has not been derived yet.',
};
