/** RFC 9293 names, in the order of Linux's numbers (include/net/tcp_states.h, from 1); the last two are Linux's own. */
const states = [
  'ESTABLISHED',
  'SYN-SENT',
  'SYN-RECEIVED',
  'FIN-WAIT-1',
  'FIN-WAIT-2',
  'TIME-WAIT',
  'CLOSED',
  'CLOSE-WAIT',
  'LAST-ACK',
  'LISTEN',
  'CLOSING',
  'NEW-SYN-RECEIVED',
  'BOUND-INACTIVE',
] as const;

export type TcpState = (typeof states)[number] | `unknown ${number}`;

/** A number that this table does not know is shown, not guessed at. */
export const tcpStateOf = (number: number): TcpState => states[number - 1] ?? `unknown ${number}`;
