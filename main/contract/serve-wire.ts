/** The host's end of a wire: the one door, where every input is parsed and every failure becomes data. */
import type { z } from 'zod';
import { hostContract } from './host.ts';
import type { Contract, Host } from './host.ts';
import { feedCredit, messageData } from './wire.ts';
import type { Message, Wire } from './wire.ts';
import { HalfopenError } from '#model/error.ts';
import type { ErrorDetail } from '#model/error.ts';

type Ask = Extract<Message, { t: 'ask' }>;

/** What is under way for the view: a call, or a feed with what it may still send. */
interface Job {
  readonly abort: AbortController;
  credit: number;
  /** Wakes a feed that waits for credit, or for its end. */
  wake: () => void;
}

type Method = (input: unknown, signal: AbortSignal) => Promise<unknown> | AsyncIterable<unknown>;

/** No view needs more at once; one that asks for more is broken or hostile. */
const maxJobs = 256;

/**
 * Answers what arrives on `wire` until it closes; then everything under way is told to stop.
 * @param log one line per oddity, without content
 */
export function serveWire(host: Host, wire: Wire, log: (line: string) => void): void {
  const jobs = new Map<number, Job>();
  const fail = (id: number, error: ErrorDetail): void => wire.post({ t: 'fail', id, error });

  wire.onMessage((raw) => {
    const message = messageData.safeParse(raw);
    if (!message.success) {
      log('not a message; the wire is closed');
      return wire.close('not a message');
    }
    const { data } = message;
    if (data.t === 'ask') return begin(data);
    const job = jobs.get(data.id);
    if (data.t === 'stop') job?.abort.abort();
    else if (data.t === 'more' && job !== undefined) job.credit = Math.min(job.credit + data.credit, 64);
    else if (data.t !== 'more') log(`a view does not say "${data.t}"`);
    job?.wake();
  });
  wire.onClose(() => {
    for (const job of jobs.values()) {
      job.abort.abort();
      job.wake();
    }
  });

  function begin(ask: Ask): void {
    if (jobs.has(ask.id)) return fail(ask.id, problem('id-in-use', 'This id is under way already.'));
    if (jobs.size >= maxJobs) return fail(ask.id, problem('too-many-calls', `More than ${maxJobs} calls at once.`));
    const entry = entryOf(ask.name);
    if (entry === null) return fail(ask.id, problem('unknown-call', `This host knows no "${ask.name}".`));
    const input = entry.input.safeParse(ask.input);
    if (!input.success) return fail(ask.id, badInput(input.error));
    const job: Job = { abort: new AbortController(), credit: feedCredit, wake: () => {} };
    jobs.set(ask.id, job);
    const method = host[ask.name as keyof Contract] as Method;
    const work =
      entry.kind === 'call' ? answer(ask.id, method, input.data, job) : pour(ask.id, method, input.data, job);
    void work.catch((error: unknown) => fail(ask.id, detailOf(error, log))).finally(() => jobs.delete(ask.id));
  }

  async function answer(id: number, method: Method, input: unknown, job: Job): Promise<void> {
    const output = await (method(input, job.abort.signal) as Promise<unknown>);
    wire.post({ t: 'ok', id, output });
  }

  async function pour(id: number, method: Method, input: unknown, job: Job): Promise<void> {
    for await (const item of method(input, job.abort.signal) as AsyncIterable<unknown>) {
      while (job.credit === 0 && !job.abort.signal.aborted) await new Promise<void>((wake) => void (job.wake = wake));
      if (job.abort.signal.aborted) break;
      job.credit -= 1;
      wire.post({ t: 'item', id, item });
    }
    wire.post({ t: 'end', id });
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
  return { ...problem('bad-input', issue?.message ?? 'not what was expected'), ...(path === '' ? {} : { path }) };
}

function detailOf(error: unknown, log: (line: string) => void): ErrorDetail {
  if (error instanceof HalfopenError) return error.detail;
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return {
    code: 'internal',
    fault: 'internal',
    message: error instanceof Error ? error.message : String(error),
    hint: 'This is a defect in Halfopen; its log says more.',
  };
}
