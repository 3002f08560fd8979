/** A node:net socket as the engine's Link. */
import type { Socket } from 'node:net';
import type { Link, LinkSignal } from '#engine/ports.ts';
import type { Endpoint } from '#model/event.ts';
import type { KernelTimer } from '#model/live/live.ts';
import type { Effective } from '#model/options.ts';
import type { TcpInfo } from '#model/tcp-info.ts';
import { plusMs } from '#model/time.ts';
import { fdOf } from '#native';
import type { ArmedTimer, Native } from '#native';
import { monotonicNow } from '../machine/clock.ts';
import { winsockErrno } from '../win32/winsock-errno.ts';
import { operatingSystem } from '../machine/operating-system.ts';
import { toTcpInfo } from './tcp-info.ts';

const isWindows = operatingSystem() === 'windows';

export interface SocketLink extends Link {
  readonly socket: Socket;
}

/** The kernel's timer of a descriptor, or null: main/platform/sockets/armed-timer.ts. */
export type ReadTimer = (fd: number) => ArmedTimer | null;

export interface LinkParts {
  readonly effective: Effective;
  readonly native: Native | null;
  readonly readTimer: ReadTimer;
}

/** `socket` is connected; its options have been applied. */
export function linkOf(socket: Socket, { effective, native, readTimer }: LinkParts): SocketLink {
  const early: LinkSignal[] = [];
  let handle = (signal: LinkSignal): void => void early.push(signal);
  let lastInfo: TcpInfo | null = null;

  socket.on('data', (bytes: Buffer) => handle({ type: 'data', at: monotonicNow(), bytes }));
  socket.on('end', () => handle({ type: 'eof', at: monotonicNow() }));
  const fail = ({ code = 'UNKNOWN', syscall = 'unknown' }: NodeJS.ErrnoException): void =>
    handle({ type: 'failed', at: monotonicNow(), errno: isWindows ? winsockErrno(code, syscall) : code, syscall });
  socket.on('error', fail);
  // One that came before, while the socket was on its way here.
  if (socket.errored !== null) fail(socket.errored);

  return {
    socket,
    local: endpoint(socket.localAddress, socket.localPort),
    remote: endpoint(socket.remoteAddress, socket.remotePort),
    effective,
    onSignal(listener) {
      handle = listener;
      for (const signal of early.splice(0)) listener(signal);
    },
    send(bytes) {
      if (socket.writable) socket.write(bytes);
    },
    sendUrgent() {
      native?.sendOob(fdOf(socket));
    },
    inspect() {
      if (native === null) return { unsupported: 'the native helper is not available' };
      if (socket.destroyed) return { ...(lastInfo ?? closedInfo), state: 'CLOSED' };
      const info = native.tcpInfo(fdOf(socket));
      if (!info.ok) return { unsupported: info.failure.code };
      lastInfo = toTcpInfo(info.value);
      return lastInfo;
    },
    armedTimer: () => (socket.destroyed ? null : timerOf(readTimer(fdOf(socket)))),
    close(how) {
      handle = () => {};
      if (how === 'rst') socket.resetAndDestroy();
      else socket.destroy();
    },
  };
}

const timerKinds = {
  retransmit: 'retransmit',
  keepalive: 'keepalive',
  timewait: 'time-wait',
  persist: 'zero-window',
} as const;

function timerOf(armed: ArmedTimer | null): KernelTimer | null {
  if (armed === null || armed.kind === 'off') return null;
  const { kind, expiresMs, retransmits } = armed;
  return { kind: timerKinds[kind], dueAt: plusMs(monotonicNow(), expiresMs), retransmits };
}

const endpoint = (address: string | undefined, port: number | undefined): Endpoint => ({
  address: address ?? '',
  port: port ?? 0,
});

/** What is left to say of a socket that died before it was first inspected. */
const closedInfo: Omit<TcpInfo, 'state'> = {
  rtoMs: 0,
  rttMs: 0,
  unacked: 0,
  notsentBytes: 0,
  probes: 0,
  backoff: 0,
  retransmits: 0,
  lastDataSentMs: 0,
  lastDataReceivedMs: 0,
  lastAckReceivedMs: 0,
  sendWindowBytes: null,
  segmentsOut: null,
  segmentsIn: null,
};
