/** MessagePortMain and MessageChannelMain over Node's own ports: values are cloned as structured clone has it. */
import { EventEmitter } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { PortMessage } from './messages.ts';

export class MessagePortMain extends EventEmitter {
  readonly #port: MessagePort;
  #isStarted = false;

  constructor(port: MessagePort) {
    super();
    this.#port = port;
    port.once('close', () => this.emit('close'));
  }

  postMessage(message: unknown): void {
    this.#port.postMessage(message);
  }

  /** As in Electron nothing is delivered before. */
  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#port.on('message', (data: unknown) => void this.emit('message', { data, ports: [] }));
  }

  close(): void {
    this.#port.close();
  }
}

export class MessageChannelMain {
  readonly port1: MessagePortMain;
  readonly port2: MessagePortMain;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new MessagePortMain(port1);
    this.port2 = new MessagePortMain(port2);
  }
}

/** Ports whose other end lives beyond a process channel. */
export class PortRelay {
  readonly #send: (message: PortMessage) => void;
  readonly #prefix: string;
  readonly #ports = new Map<string, MessagePortMain>();
  #lastId = 0;

  constructor(prefix: string, send: (message: PortMessage) => void) {
    this.#prefix = prefix;
    this.#send = send;
  }

  /** Gives this end away: what arrives at it goes over the channel from now on. */
  transfer(port: MessagePortMain): string {
    this.#lastId += 1;
    const id = `${this.#prefix}${this.#lastId}`;
    this.#bind(id, port);
    return id;
  }

  /** An end for a port that was given away on the other side. */
  receive(id: string): MessagePortMain {
    const { port1, port2 } = new MessageChannelMain();
    this.#bind(id, port1);
    return port2;
  }

  hear(message: PortMessage): void {
    const port = this.#ports.get(message.id);
    if (message.t === 'port') port?.postMessage(message.data);
    else this.#end(message.id);
  }

  /** The channel is gone, and with it all that went over it. */
  close(): void {
    for (const id of this.#ports.keys()) this.#end(id);
  }

  #bind(id: string, port: MessagePortMain): void {
    this.#ports.set(id, port);
    port.on('message', ({ data }: { readonly data: unknown }) => this.#send({ t: 'port', id, data }));
    port.once('close', () => void (this.#ports.delete(id) && this.#send({ t: 'port-closed', id })));
    port.start();
  }

  #end(id: string): void {
    const port = this.#ports.get(id);
    this.#ports.delete(id);
    port?.close();
  }
}
