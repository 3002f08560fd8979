/**
 * A probe server in a process of its own, for the lab to freeze, kill and order about. argv: address, port (0 for any),
 * how late its PONGs are in ms; instead of an address it may be given a door and a ticket for a socket that listens.
 * It ends when its parent does: the process channel closes, or, if it is frozen then, the kernel kills it.
 */
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { quietly } from '#model/responder.ts';
import { fdOf, loadNative } from '#native';
import { createClock, monotonicNow } from '../machine/clock.ts';
import { peerParent } from './peer-parent.ts';
import { Order } from './peer-protocol.ts';
import type { Report } from './peer-protocol.ts';
import { respondOn } from './answer.ts';
import type { Responding } from './answer.ts';

interface Served {
  readonly socket: Socket;
  readonly responding: Responding;
}

const loaded = loadNative();
const native = loaded.ok ? loaded.native : null;
native?.dieWithParent();

const clock = createClock();
const served = new Map<number, Served>();
const awaited = new Map<number, (served: Served) => void>();
const parent = peerParent();
const report = (message: Report): void => parent.send(message);
const [host = '127.0.0.1', listenPort = '0', lateMs = '0', door, ticket] = process.argv.slice(2);
const usual = { ...quietly, pongDelayMs: Number(lateMs) };

const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
  // Errors are what this process is for: the other end tells what they looked like.
  socket.on('error', () => {});
  const port = socket.remotePort ?? 0;
  const entry = { socket, responding: respondOn(socket, clock, usual) };
  // A client that has left gets no half of a connection to keep.
  socket.on('end', () => socket.end());
  socket.on('close', () => served.delete(port));
  served.set(port, entry);
  awaited.get(port)?.(entry);
  awaited.delete(port);
});

server.on('error', (error: NodeJS.ErrnoException) => {
  // Else it is a connection that could not be accepted, which its client learns by itself.
  if (!server.listening) report({ said: 'not-listening', errno: error.code ?? error.message });
});
function tellPlace(): void {
  const at = server.address();
  if (at !== null && typeof at === 'object') report({ said: 'listening', address: at.address, port: at.port });
}

function listenOnFetched(at: string, withTicket: string): void {
  const fetched = native?.fetch(at, withTicket);
  if (fetched?.ok === true) server.listen({ fd: fetched.value }, tellPlace);
  else report({ said: 'not-listening', errno: fetched?.failure.code ?? 'ENOTSUP' });
}

if (door === undefined || ticket === undefined)
  server.listen({ host, port: Number(listenPort), backlog: 4096 }, tellPlace);
else listenOnFetched(door, ticket);

/** The connection from `port`, once the kernel has handed it over. */
function connectionFrom(port: number): Promise<Served> {
  const known = served.get(port);
  return known === undefined ? new Promise((resolve) => void awaited.set(port, resolve)) : Promise.resolve(known);
}

/** Resolves when the last system call of the order has returned. */
async function carryOut(order: Order): Promise<void> {
  if (order.do === 'expect') {
    const expected = await Promise.all(order.clients.map(connectionFrom));
    for (const { socket, responding } of expected) {
      if (!order.behaviour.reads) socket.pause();
      responding.behave(order.behaviour);
    }
    return;
  }
  const struck = order.clients.map((port) => served.get(port)).filter((entry) => entry !== undefined);
  await Promise.all(struck.map(({ socket, responding }) => strike(order, socket, responding)));
}

async function strike(order: Order, socket: Socket, responding: Responding): Promise<void> {
  switch (order.do) {
    case 'fin':
      // close(2): node:net closes the descriptor before destroy() returns.
      socket.destroy();
      return undefined;
    case 'half-close':
      return new Promise((resolve) => void socket.end(resolve));
    case 'rst':
      socket.resetAndDestroy();
      return undefined;
    case 'cut':
      return must(native?.cutOff(fdOf(socket)));
    case 'restore':
      return must(native?.restore(fdOf(socket)));
    case 'slow-pong':
      return responding.behave({ ...responding.behaviour, pongDelayMs: order.delayMs });
    case 'expect':
      return undefined;
  }
}

function must(outcome: { ok: true } | { ok: false; failure: { code: string } } | undefined): void {
  if (outcome === undefined) throw new Error('the native helper is not available');
  if (!outcome.ok) throw new Error(`cutting off failed with ${outcome.failure.code}`);
}

parent.onMessage((raw) => {
  const order = Order.parse(raw);
  const fromNs = monotonicNow();
  carryOut(order).then(
    () => report({ said: 'done', id: order.id, fromNs, toNs: monotonicNow() }),
    (error: unknown) => report({ said: 'failed', id: order.id, reason: String(error) }),
  );
});
parent.onGone(() => process.exit(0));
