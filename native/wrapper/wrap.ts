/** Wraps the addon, which knows only numbers and typed arrays, in names, types and units. */
import { closeSync, openSync } from 'node:fs';
import { getSystemErrorName } from 'node:util';
import type { Binding } from './binding.ts';
import { connectionBytes, decodeConnections } from './connection.ts';
import type { ConnectionTable } from './connection.ts';
import type { Abilities, ArmedTimer, Diag, Failure, Native, Outcome, Span } from './native.ts';
import { optionNames, optionTable } from './options.ts';
import { tcpInfoSlotBytes, tcpInfoSlotStatus, tcpInfoSlotView } from './tcp-info.ts';
import { decodeTcpInfoHere } from './tcp-info-here.ts';
import { winsockNames } from './winsock-names.ts';

/** `kind` of struct ho_timer in socket.h. */
const timerKinds: readonly ArmedTimer['kind'][] = ['off', 'retransmit', 'keepalive', 'timewait', 'persist'];

const failure = (operation: string, errno: number): Failure => ({ operation, errno, code: nameOf(errno) });

/** Windows answers in its own codes; libuv has names for some of them only. */
const nameOf = (errno: number): string =>
  errno <= -10_000 ? (winsockNames[-errno] ?? `WSA${-errno}`) : getSystemErrorName(errno);

const errnoOf = (error: unknown): number =>
  error instanceof Error && 'errno' in error && typeof error.errno === 'number' ? error.errno : 0;

const outcome = <T>(operation: string, result: number, value: () => T): Outcome<T> =>
  result < 0 ? { ok: false, failure: failure(operation, result) } : { ok: true, value: value() };

/** A loaded helper with names, types and units. */
export function wrap(binding: Binding): Native {
  return { ...options(binding), ...inspection(binding), ...faultInjection(binding), ...machine(binding) };
}

/** HO_HAS_… of socket.h. */
function abilitiesOf(bits: number): Abilities {
  const has = (bit: number): boolean => (bits & bit) !== 0;
  return { tcpInfo: has(1), cutOff: has(2), queues: has(4), timers: has(8), connections: has(16) };
}

function options(binding: Binding): Pick<Native, 'limits' | 'abilities' | 'refuse' | 'applyOptions' | 'readOptions'> {
  const ranges = new Int32Array(3 * optionNames.length);
  binding.ranges(ranges);
  const table = optionTable(ranges);
  const asked = new Int32Array(optionNames.length);
  const got = new Int32Array(optionNames.length + 1); // and which option was the culprit
  return {
    limits: table.limits,
    abilities: abilitiesOf(binding.abilities()),
    refuse: (wanted) => table.refuse(wanted),
    applyOptions(fd, wanted) {
      const refusal = table.refuse(wanted);
      if (refusal) return { ok: false, refusal };
      table.toKernel(wanted, asked);
      const result = binding.apply(fd, asked, got);
      if (result >= 0) return { ok: true, value: table.fromKernel(got) };
      const option = optionNames[got[optionNames.length] ?? -1];
      const now = binding.read(fd, got) < 0 ? null : table.fromKernel(got);
      return { ok: false, failure: { ...failure('applyOptions', result), ...(option && { option }) }, now };
    },
    readOptions(fd) {
      return outcome('readOptions', binding.read(fd, got), () => table.fromKernel(got));
    },
  };
}

const tcpInfoAt: Native['tcpInfoAt'] = (slots, index) =>
  outcome('tcpInfo', tcpInfoSlotStatus(slots, index), () => decodeTcpInfoHere(tcpInfoSlotView(slots, index)));

function inspection(
  binding: Binding,
): Pick<Native, 'tcpInfo' | 'tcpInfoBatch' | 'tcpInfoAt' | 'queues' | 'readiness' | 'openDiag'> {
  const one = new Int32Array(1);
  const slot = Buffer.alloc(tcpInfoSlotBytes);
  const three = new Int32Array(3);
  return {
    tcpInfoAt,
    tcpInfoBatch: (fds, into) => binding.tcpInfo(fds, into),
    tcpInfo(fd) {
      one[0] = fd;
      binding.tcpInfo(one, slot);
      return tcpInfoAt(slot, 0);
    },
    queues(fd) {
      return outcome('queues', binding.queues(fd, three), () => {
        const [receivedBytes = 0, unackedBytes = 0, unsentBytes = 0] = three;
        return { receivedBytes, unackedBytes, unsentBytes };
      });
    },
    readiness(fd) {
      return outcome('readiness', binding.readiness(fd, three), () => {
        const [readableBytes = 0, eof = 0, failed = 0] = three;
        return { readableBytes, eof: eof !== 0, failed: failed !== 0 };
      });
    },
    openDiag() {
      const diag = binding.openDiag();
      return outcome('openDiag', diag, () => diagOf(binding, diag));
    },
  };
}

function diagOf(binding: Binding, opened: number): Diag {
  let diag = opened;
  const out = new Int32Array(3);
  return {
    armedTimer(fd) {
      return outcome('armedTimer', binding.armedTimer(diag, fd, out), () => {
        const [kind = 0, expiresMs = 0, retransmits = 0] = out;
        return { kind: timerKinds[kind] ?? 'off', expiresMs, retransmits };
      });
    },
    close() {
      if (diag >= 0) closeSync(diag);
      diag = -1;
    },
  };
}

function faultInjection(binding: Binding): Pick<Native, 'sendOob' | 'cutOff' | 'restore' | 'suspend'> {
  const span = new BigInt64Array(2);
  const cut = (operation: string, fd: number, on: number): Outcome<Span> =>
    outcome(operation, binding.cutOff(fd, on, span), () => {
      const [beforeNs = 0n, afterNs = 0n] = span;
      return { beforeNs, afterNs };
    });
  return {
    sendOob: (fd, byte = 0) => outcome('sendOob', binding.sendOob(fd, byte), () => null),
    cutOff: (fd) => cut('cutOff', fd, 1),
    restore: (fd) => cut('restore', fd, 0),
    suspend: (pid, suspended) => outcome('suspend', binding.suspend(pid, Number(suspended)), () => null),
  };
}

/** The table may grow between two questions; what came with the second is asked for once more. */
function connectionTable(binding: Binding): Outcome<ConnectionTable> {
  const unread = new Int32Array(2);
  let room = Buffer.alloc(0);
  for (;;) {
    const count = binding.connections(new Int32Array(room.buffer, room.byteOffset, room.length / 4), unread);
    if (count * connectionBytes <= room.length)
      return outcome('connections', count, () => ({
        connections: decodeConnections(room, count),
        unread: (['ipv4', 'ipv6'] as const).flatMap((family, index) => {
          const errno = unread[index] ?? 0;
          return errno === 0 ? [] : [{ family, code: nameOf(errno) }];
        }),
      }));
    room = Buffer.alloc((count + 64) * connectionBytes);
  }
}

/** MAX_PATH of Windows; its system folder is at the top of a drive. */
const longestFolder = 260;

function systemFolder(binding: Binding): Outcome<string> {
  const units = new Uint16Array(longestFolder);
  const length = binding.systemFolder(units);
  return outcome('systemFolder', length, () => String.fromCharCode(...units.subarray(0, length)));
}

function machine(
  binding: Binding,
): Pick<
  Native,
  | ('enterNetns' | 'fetch' | 'dieWithParent' | 'locate' | 'connections' | 'systemFolder')
  | ('monotonicNs' | 'realtimeNs' | 'tickNs')
> {
  const now = new BigInt64Array(3);
  const clock = (index: number): bigint => {
    binding.clocks(now);
    return now[index] ?? 0n;
  };
  const enter = (fd: number) => outcome('enterNetns', binding.enterNetns(fd), () => null);
  return {
    monotonicNs: () => clock(0),
    realtimeNs: () => clock(1),
    tickNs: () => clock(2),
    connections: () => connectionTable(binding),
    systemFolder: () => systemFolder(binding),
    locate: (local, remote) => Math.max(-1, binding.locate(local, remote)),
    fetch(door, ticket) {
      const fd = binding.fetch(door, ticket);
      return outcome('fetch', fd, () => fd);
    },
    dieWithParent: () => outcome('dieWithParent', binding.dieWithParent(), () => null),
    enterNetns(where) {
      if ('fd' in where) return enter(where.fd);
      try {
        const fd = openSync(`/proc/${where.pid}/ns/net`, 'r');
        const entered = enter(fd);
        closeSync(fd);
        return entered;
      } catch (error) {
        return { ok: false, failure: failure('enterNetns', errnoOf(error)) };
      }
    },
  };
}
