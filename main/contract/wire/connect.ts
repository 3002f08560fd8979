/** The view's end of a wire: typed calls and feeds, every answer parsed. */
import type { z } from 'zod';
import { hostContract } from './host.ts';
import type { CallName, Client, Contract, FeedName, GivenOf, ItemOf, OutputOf } from './host.ts';
import { messageData } from './wire.ts';
import type { Message, Wire } from './wire.ts';
import { HalfopenError } from '#model/error.ts';
import type { ErrorDetail } from '#model/error.ts';

export const connect = (wire: Wire): Client => new WireClient(wire);

type Answer = Extract<Message, { t: 'ok' | 'item' | 'end' | 'fail' }>;

class WireClient implements Client {
  readonly #wire: Wire;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly #closeHandlers: ((why: string) => void)[] = [];
  #closed: string | null = null;
  #lastId = 0;

  constructor(wire: Wire) {
    this.#wire = wire;
    wire.onMessage((raw) => this.#hear(raw));
    wire.onClose((why) => this.#end(why));
  }

  call<K extends CallName>(name: K, input: GivenOf<K>, signal?: AbortSignal): Promise<OutputOf<K>> {
    return new Promise((resolve, reject) => {
      const id = this.#ask(name, input, (answer) => {
        this.#waiting.delete(id);
        if (answer.t === 'fail') return reject(new HalfopenError(answer.error));
        const { output } = hostContract[name];
        const parsed = output.safeParse(answer.t === 'ok' ? answer.output : undefined);
        if (parsed.success) resolve(parsed.data as OutputOf<K>);
        else reject(badAnswer(name, parsed.error));
      });
      whenAborted(signal, () => this.#post({ t: 'stop', id }));
    });
  }

  async *feed<K extends FeedName>(name: K, input: GivenOf<K>, signal?: AbortSignal): AsyncGenerator<ItemOf<K>> {
    const queue = new Queue();
    const id = this.#ask(name, input, (answer) => queue.put(answer));
    whenAborted(signal, () => queue.endNow(id));
    let hostIsDone = false;
    try {
      for (let answer = await queue.take(); answer.t !== 'end'; answer = await queue.take()) {
        hostIsDone = answer.t === 'fail';
        if (answer.t === 'fail') throw new HalfopenError(answer.error);
        const parsed = hostContract[name].item.safeParse(answer.t === 'item' ? answer.item : undefined);
        if (!parsed.success) throw badAnswer(name, parsed.error);
        yield parsed.data as ItemOf<K>;
        this.#post({ t: 'more', id, credit: 1 });
      }
      hostIsDone = signal?.aborted !== true;
    } finally {
      this.#waiting.delete(id);
      if (!hostIsDone) this.#post({ t: 'stop', id });
    }
  }

  onClose(handle: (why: string) => void): void {
    if (this.#closed === null) this.#closeHandlers.push(handle);
    else handle(this.#closed);
  }

  #ask(name: keyof Contract, input: unknown, hear: (answer: Answer) => void): number {
    if (this.#closed !== null) throw new HalfopenError(gone(this.#closed));
    this.#lastId += 1;
    this.#waiting.set(this.#lastId, hear);
    this.#post({ t: 'ask', id: this.#lastId, name, input });
    return this.#lastId;
  }

  #post(message: Message): void {
    if (this.#closed === null) this.#wire.post(message);
  }

  #hear(raw: unknown): void {
    const message = messageData.safeParse(raw);
    if (!message.success) return this.#wire.close('the host said what is no message');
    const { data } = message;
    if (data.t === 'ok' || data.t === 'item' || data.t === 'end' || data.t === 'fail')
      this.#waiting.get(data.id)?.(data);
  }

  #end(why: string): void {
    this.#closed = why;
    for (const [id, settle] of this.#waiting) settle({ t: 'fail', id, error: gone(why) });
    this.#waiting.clear();
    for (const handle of this.#closeHandlers) handle(why);
  }
}

/** Answers in the order they came, for one reader. */
class Queue {
  readonly #answers: Answer[] = [];
  #wake = (): void => {};

  put(answer: Answer): void {
    this.#answers.push(answer);
    this.#wake();
  }

  /** What waits is not wanted any more. */
  endNow(id: number): void {
    this.#answers.length = 0;
    this.put({ t: 'end', id });
  }

  async take(): Promise<Answer> {
    for (;;) {
      const answer = this.#answers.shift();
      if (answer !== undefined) return answer;
      await new Promise<void>((resolve) => void (this.#wake = resolve));
    }
  }
}

function badAnswer(name: string, { issues }: z.ZodError): HalfopenError {
  const [issue] = issues;
  const where = issue?.path.map(String).join('.') ?? '';
  return new HalfopenError({
    code: 'bad-answer',
    fault: 'internal',
    message: `The host sent an unexpected answer to "${name}" (${where}: ${issue?.message ?? ''}).`,
    hint: 'Reload the page: the host may be another version.',
  });
}

const gone = (why: string): ErrorDetail => ({
  code: 'disconnected',
  fault: 'machine',
  message: `The connection to the host was lost: ${why}.`,
  hint: 'The view reconnects by itself. What the host has recorded is kept.',
});

function whenAborted(signal: AbortSignal | undefined, run: () => void): void {
  if (signal === undefined) return;
  if (signal.aborted) run();
  else signal.addEventListener('abort', run, { once: true });
}
