/** Loaded first in what the stand-in starts as a utility process: gives it `process.parentPort`. */
import { EventEmitter } from 'node:events';
import { PortRelay } from './ports.ts';
import type { PortMessage } from './messages.ts';

export type UtilityMessage =
  { readonly t: 'message'; readonly data: unknown; readonly ports: readonly string[] } | PortMessage;

const send = (message: UtilityMessage): void => void process.send?.(message);
const relay = new PortRelay('u', send);
const early: UtilityMessage[] = [];
let isHeard = false;

class ParentPort extends EventEmitter {
  postMessage(data: unknown): void {
    send({ t: 'message', data, ports: [] });
  }
}

const parentPort = new ParentPort();
// Messages wait for the first listener, as Electron has it.
parentPort.on('newListener', (event) => {
  if (event !== 'message' || isHeard) return;
  isHeard = true;
  queueMicrotask(() => early.splice(0).forEach(deliver));
});

function deliver(message: UtilityMessage): void {
  if (message.t !== 'message') return relay.hear(message);
  parentPort.emit('message', { data: message.data, ports: message.ports.map((id) => relay.receive(id)) });
}

process.on('message', (message: UtilityMessage) => {
  if (isHeard) deliver(message);
  else early.push(message);
});
process.on('disconnect', () => process.exit(0));
Object.assign(process, { parentPort });
