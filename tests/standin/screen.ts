/** The stand-in's channel to the test, which holds the Chromium: pages, requests, ports, and a record of every call. */
import type { Call, FromApp, ToApp } from './messages.ts';
import { PortRelay } from './ports.ts';

type Handler<T extends ToApp['t']> = (message: Extract<ToApp, { t: T }>) => void;

const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
const handlers = new Map<string, (message: never) => void>();
let lastAsk = 0;

/** Not where a test uses parts of the stand-in in its own process: that one's channel is the test runner's. */
const isLaunched = process.env['STANDIN_HOME'] !== undefined;

export function send(message: FromApp): void {
  if (isLaunched) process.send?.(message, undefined, {}, () => {});
}

export const pagePorts = new PortRelay('p', send);

/** What a test reads as `calls`. Functions and live objects become their names. */
export function note(name: string, ...args: readonly unknown[]): void {
  const call: Call = { name, args: args.map(plain) };
  send({ t: 'call', call });
}

/** Asks the test side for something. */
export function ask<R>(make: (ask: number) => FromApp): Promise<R> {
  lastAsk += 1;
  const id = lastAsk;
  return new Promise<R>((resolve, reject) => {
    waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
    send(make(id));
  });
}

export function on<T extends ToApp['t']>(type: T, handle: Handler<T>): void {
  handlers.set(type, handle);
}

function hear(message: ToApp): void {
  if (message.t === 'port' || message.t === 'port-closed') return pagePorts.hear(message);
  if (message.t !== 'done' && message.t !== 'failed') return handlers.get(message.t)?.(message as never);
  const waiter = waiting.get(message.ask);
  waiting.delete(message.ask);
  if (message.t === 'done') waiter?.resolve(message.result);
  else waiter?.reject(new Error(message.why));
}

if (isLaunched) {
  process.on('message', hear);
  // The test is gone: so is its window.
  process.on('disconnect', () => process.exit(0));
}

function plain(value: unknown): unknown {
  if (typeof value === 'function') return '[function]';
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return `[${value.constructor.name}]`;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
