/** The host's end of a wire: the one door, where every input is parsed and every failure becomes data. */
import type { z } from 'zod';
import { hostContract } from './host.ts';
import type { Contract, Host } from './host.ts';
import { feedCredit, messageData, mostCredit } from './wire.ts';
import type { Message, Wire } from './wire.ts';
import { HalfopenError } from '#model/error.ts';
import type { ErrorDetail } from '#model/error.ts';

type Ask = Extract<Message, { t: 'ask' }>;
type Method = (input: unknown, signal: AbortSignal) => Promise<unknown> | AsyncIterable<unknown>;
type Log = (line: string) => void;

/** No view needs more at once; one that asks for more is broken or hostile. */
const mostJobs = 256;

/**
 * Answers what arrives on `wire` until it closes; then everything under way is told to stop.
 * @param log one line per oddity, without content
 */
export function serveWire(host: Host, wire: Wire, log: Log): void {
  const jobs = new Jobs(host, wire, log);
  wire.onMessage((raw) => {
    const message = messageData.safeParse(raw);
    if (message.success) return jobs.hear(message.data);
    log('what a view said is no message; its wire is closed');
    wire.close('not a message');
  });
  wire.onClose(() => jobs.stopAll());
}

/** What is under way for the view: a call, or a feed with what it may still send. */
class Job {
  readonly #abort = new AbortController();
  #credit = feedCredit;
  #wake = (): void => {};

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  stop(): void {
    this.#abort.abort();
    this.#wake();
  }

  /** The view has dealt with some. */
  more(credit: number): void {
    this.#credit = Math.min(this.#credit + credit, mostCredit);
    this.#wake();
  }

  /** Resolves to true when one more item may be sent, to false when nobody wants it any more. */
  async mayPost(): Promise<boolean> {
    while (this.#credit === 0 && !this.signal.aborted) await new Promise<void>((wake) => void (this.#wake = wake));
    this.#credit -= 1;
    return !this.signal.aborted;
  }
}

class Jobs {
  readonly #host: Host;
  readonly #wire: Wire;
  readonly #log: Log;
  readonly #jobs = new Map<number, Job>();

  constructor(host: Host, wire: Wire, log: Log) {
    this.#host = host;
    this.#wire = wire;
    this.#log = log;
  }

  hear(message: Message): void {
    if (message.t === 'ask') return this.#begin(message);
    const job = this.#jobs.get(message.id);
    if (message.t === 'stop') job?.stop();
    else if (message.t === 'more') job?.more(message.credit);
    else this.#log(`a view does not say "${message.t}"`);
  }

  stopAll(): void {
    for (const job of this.#jobs.values()) job.stop();
  }

  #begin({ id, name, input }: Ask): void {
    const entry = entryOf(name);
    if (this.#jobs.has(id)) return this.#fail(id, problem('id-in-use', 'This id is already in use.'));
    if (this.#jobs.size >= mostJobs)
      return this.#fail(id, problem('too-many-calls', `More than ${mostJobs} calls at once.`));
    if (entry === null) return this.#fail(id, problem('unknown-call', `This host has no call "${name}".`));
    const parsed = entry.input.safeParse(input);
    if (!parsed.success) return this.#fail(id, badInput(parsed.error));
    const job = new Job();
    this.#jobs.set(id, job);
    const method = this.#host[name as keyof Contract] as Method;
    const work =
      entry.kind === 'call' ? this.#answer(id, method, parsed.data, job) : this.#pour(id, method, parsed.data, job);
    void work
      .catch((error: unknown) => this.#fail(id, detailOf(error, this.#log)))
      .finally(() => this.#jobs.delete(id));
  }

  async #answer(id: number, method: Method, input: unknown, { signal }: Job): Promise<void> {
    const output = await (method(input, signal) as Promise<unknown>);
    this.#wire.post({ t: 'ok', id, output });
  }

  /** A source that waits for its next item sees its signal aborted, and ends by itself. */
  async #pour(id: number, method: Method, input: unknown, job: Job): Promise<void> {
    for await (const item of method(input, job.signal) as AsyncIterable<unknown>) {
      if (!(await job.mayPost())) break;
      this.#wire.post({ t: 'item', id, item });
    }
    this.#wire.post({ t: 'end', id });
  }

  #fail(id: number, error: ErrorDetail): void {
    this.#wire.post({ t: 'fail', id, error });
  }
}

interface Entry {
  readonly kind: 'call' | 'feed';
  readonly input: z.ZodType;
}

const entryOf = (name: string): Entry | null =>
  Object.hasOwn(hostContract, name) ? hostContract[name as keyof Contract] : null;

const problem = (code: string, message: string): ErrorDetail => ({ code, fault: 'input', message });

function badInput({ issues }: z.ZodError): ErrorDetail {
  const [issue] = issues;
  const path = issue?.path.map(String).join('.') ?? '';
  return { ...problem('bad-input', issue?.message ?? 'unexpected value'), ...(path === '' ? {} : { path }) };
}

function detailOf(error: unknown, log: Log): ErrorDetail {
  if (error instanceof HalfopenError) return error.detail;
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return {
    code: 'internal',
    fault: 'internal',
    message: error instanceof Error ? error.message : String(error),
    hint: 'This is a defect in Halfopen. Its log has details.',
  };
}
