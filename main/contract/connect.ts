/** The view's end of a wire: typed calls and feeds, every answer parsed. */
import type { z } from 'zod';
import { hostContract } from './host.ts';
import type { CallName, Client, Contract, FeedName, GivenOf, ItemOf, OutputOf } from './host.ts';
import { messageData } from './wire.ts';
import type { Message, Wire } from './wire.ts';
import { HalfopenError } from '#model/error.ts';
import type { ErrorDetail } from '#model/error.ts';

type Answer = Extract<Message, { t: 'ok' | 'item' | 'end' | 'fail' }>;

export function connect(wire: Wire): Client {
  const waiting = new Map<number, (answer: Answer) => void>();
  const closeHandlers: ((why: string) => void)[] = [];
  let closed: string | null = null;
  let lastId = 0;

  wire.onMessage((raw) => {
    const message = messageData.safeParse(raw);
    if (!message.success) return wire.close('the host said what is no message');
    const { data } = message;
    if (data.t === 'ok' || data.t === 'item' || data.t === 'end' || data.t === 'fail') waiting.get(data.id)?.(data);
  });
  wire.onClose((why) => {
    closed = why;
    for (const [id, settle] of waiting) settle({ t: 'fail', id, error: gone(why) });
    waiting.clear();
    for (const handle of closeHandlers) handle(why);
  });

  function ask(name: keyof Contract, input: unknown, hear: (answer: Answer) => void): number {
    if (closed !== null) throw new HalfopenError(gone(closed));
    lastId += 1;
    waiting.set(lastId, hear);
    wire.post({ t: 'ask', id: lastId, name, input });
    return lastId;
  }

  function call<K extends CallName>(name: K, input: GivenOf<K>, signal?: AbortSignal): Promise<OutputOf<K>> {
    return new Promise((resolve, reject) => {
      const id = ask(name, input, (answer) => {
        waiting.delete(id);
        try {
          if (answer.t === 'fail') throw new HalfopenError(answer.error);
          resolve(
            parsed(hostContract[name].output, answer.t === 'ok' ? answer.output : undefined, name) as OutputOf<K>,
          );
        } catch (error) {
          reject(error as Error);
        }
      });
      whenAborted(signal, () => wire.post({ t: 'stop', id }));
    });
  }

  async function* feed<K extends FeedName>(
    name: K,
    input: GivenOf<K>,
    signal?: AbortSignal,
  ): AsyncGenerator<ItemOf<K>> {
    const queue: Answer[] = [];
    let wake = (): void => {};
    const id = ask(name, input, (answer) => {
      queue.push(answer);
      wake();
    });
    const stop = (): void => {
      queue.length = 0;
      queue.push({ t: 'end', id });
      wake();
    };
    whenAborted(signal, stop);
    let isOver = false;
    try {
      for (;;) {
        while (queue.length === 0) await new Promise<void>((resolve) => void (wake = resolve));
        const answer = queue.shift();
        isOver = answer?.t === 'fail' || (answer?.t === 'end' && signal?.aborted !== true);
        if (answer?.t === 'fail') throw new HalfopenError(answer.error);
        if (answer?.t !== 'item') return;
        yield parsed(hostContract[name].item, answer.item, name) as ItemOf<K>;
        if (closed === null) wire.post({ t: 'more', id, credit: 1 });
      }
    } finally {
      waiting.delete(id);
      if (!isOver && closed === null) wire.post({ t: 'stop', id });
    }
  }

  return {
    call,
    feed,
    onClose(handle) {
      if (closed === null) closeHandlers.push(handle);
      else handle(closed);
    },
  };
}

function parsed(schema: z.ZodType, value: unknown, name: string): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new HalfopenError({
    code: 'bad-answer',
    fault: 'internal',
    message: `The host answered "${name}" with something else than agreed (${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? ''}).`,
    hint: 'Reload: the host may be of another version.',
  });
}

const gone = (why: string): ErrorDetail => ({
  code: 'disconnected',
  fault: 'machine',
  message: `The connection to the host is gone: ${why}.`,
  hint: 'Nothing is lost: the host keeps what it records. The view connects again by itself.',
});

function whenAborted(signal: AbortSignal | undefined, run: () => void): void {
  if (signal === undefined) return;
  if (signal.aborted) run();
  else signal.addEventListener('abort', run, { once: true });
}
