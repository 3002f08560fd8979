/** What Windows' keepalive calls do on the wire, seen from the Linux end of the connection. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import { fdOf } from '#native';
import { good, helper } from '../native/pair.ts';
import { requires } from '../precondition.ts';
import { prepared } from './windows-node.ts';
import { startOnWindows } from './windows.ts';
import type { WindowsProgram } from './windows.ts';

const { describe, test } = requires(prepared.missing ?? 'wine64', prepared.missing === undefined);
const native = helper();

/** Wine hands whole seconds to Linux, and rounds: a second to each side. */
const roundedMs = 1000;
/** Waking late, and the kernel's granules below 16 s. */
const lateMs = 700;

/** Our end of a connection that Windows has opened with this keepalive. */
async function dialled(idleMs: number, intervalMs: number): Promise<{ socket: Socket; windows: WindowsProgram }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const { port } = server.address() as AddressInfo;
  const windows = startOnWindows(['tests/wine/inside/dial.ts', String(port), String(idleMs), String(intervalMs)]);
  const [socket] = await accepted;
  socket.on('error', () => {});
  onTestFinished(() => {
    socket.destroy();
    server.close();
  });
  expect(await windows.line(/^set /)).toContain('"ok":true');
  return { socket, windows };
}

/** Instants, in ms, at which segments arrive at our idle end. */
async function arrivals(socket: Socket, wanted: number): Promise<readonly number[]> {
  const segments = (): number => good(native.tcpInfo(fdOf(socket))).segsIn ?? 0;
  const found: number[] = [];
  let last = segments();
  while (found.length < wanted) {
    await new Promise((resolve) => void setTimeout(resolve, 10));
    const now = segments();
    if (now !== last) found.push(performance.now());
    last = now;
  }
  return found;
}

describe('SIO_KEEPALIVE_VALS', () => {
  test('probes an idle connection after the idle time, and again after it, since each probe is answered', async () => {
    const { socket } = await dialled(5500, 3000);
    const from = performance.now();
    const [first = 0, second = 0] = await arrivals(socket, 2);
    for (const gap of [first - from, second - first]) {
      expect(gap).toBeGreaterThan(5500 - roundedMs - lateMs);
      expect(gap).toBeLessThan(5500 + roundedMs + lateMs);
    }
  });

  test('gives a silent peer up after idle + count x interval; wine counts 9 probes, as Linux does', async () => {
    const { socket, windows } = await dialled(2000, 1000);
    const from = performance.now();
    good(native.cutOff(fdOf(socket)));
    const line = await windows.line(/^error /);
    const took = performance.now() - from;
    expect(JSON.parse(line.slice('error '.length))).toMatchObject({ code: 'ETIMEDOUT', syscall: 'read' });
    expect(took).toBeGreaterThan(2000 + 9 * 1000 - 2 * roundedMs);
    expect(took).toBeLessThan(2000 + 10 * 1000 + 2 * roundedMs);
  });
});
