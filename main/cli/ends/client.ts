/** `halfopen client`: watches one connection by heartbeat and says what it sees, like the classic pingclient. */
import type { ClientOptions } from '../options.ts';
import { Session } from '#engine/session.ts';
import type { Input, Verdict } from '#model/detector.ts';
import { detectorOf } from '#model/detectors/index.ts';
import { isStalePong } from '#model/detectors/stale-pong.ts';
import { exitCodes } from '#model/error.ts';
import type { Effective } from '#model/options.ts';
import { msBetween } from '#model/time.ts';
import type { Ns } from '#model/time.ts';
import { createClock, createDialer } from '#platform';

type Print = (line: string) => void;

/** Returns 0 once the connection is dead or closed: finding that out is its job. */
export async function runClient(options: ClientOptions & { readonly print: Print }): Promise<number> {
  const { host, port, settings, socketOptions, print, signal } = options;
  const clock = createClock();
  const link = await createDialer().dial({ address: host, port }, socketOptions, signal);
  print(`connected to ${link.remote.address} port ${link.remote.port} from port ${link.local.port}`);
  for (const line of optionLines(link.effective)) print(line);
  const narrator = new Narrator(clock.now(), print);
  return new Promise((resolve) => {
    const finish = (code: number): void => {
      session.stop();
      link.close('fin');
      resolve(code);
    };
    const session = new Session({
      clock,
      detector: detectorOf(settings),
      main: link,
      heartbeat: null,
      traffic: 'idle',
      firstWriteMs: 0,
      format: settings.frame,
      tell: (event) => event.type === 'input' && narrator.note(event.input),
      onVerdict(verdict, at) {
        print(narrator.ending(verdict, at));
        finish(exitCodes.done);
      },
      onProtocolError(reason) {
        print(reason);
        finish(exitCodes.badInput);
      },
    });
    signal.addEventListener('abort', () => finish(exitCodes.cancelled), { once: true });
  });
}

/** Turns what happens into lines; knows only what the detector knows. */
class Narrator {
  readonly #print: Print;
  #heardAt: Ns;
  #unanswered = 0;
  #lastSequence = -1;

  constructor(at: Ns, print: Print) {
    this.#heardAt = at;
    this.#print = print;
  }

  note(input: Input): void {
    if (input.type === 'sent' && input.content.kind === 'ping') {
      this.#unanswered += 1;
      this.#lastSequence = input.content.sequence ?? this.#lastSequence;
      this.#print(`heartbeat ${this.#unanswered} sent, ${this.#silence(input.at)} after the last data`);
    }
    if (input.type !== 'received') return;
    const { content } = input;
    if (isStalePong(content, this.#lastSequence) && 'sequence' in content)
      return this.#print(`stale PONG: it answers heartbeat ${content.sequence}, not the last one`);
    if (this.#unanswered > 0) this.#print(`${content.kind.toUpperCase()} received, count reset`);
    this.#unanswered = 0;
    this.#heardAt = input.at;
  }

  ending(verdict: Verdict, at: Ns): string {
    if (verdict.kind === 'closed') return `closed by the peer, ${this.#silence(at)} after the last data`;
    const why = verdict.kind === 'dead' && verdict.errno !== null ? verdict.errno : verdict.reason;
    return `connection dead: ${why}, ${this.#silence(at)} after the last data`;
  }

  #silence(at: Ns): string {
    return `${(msBetween(this.#heardAt, at) / 1000).toFixed(3)} s`;
  }
}

/** What the kernel really took of what was asked. */
function optionLines({ keepalive, userTimeoutMs }: Effective): readonly string[] {
  const lines: string[] = [];
  if ('unreadable' in keepalive && keepalive.asked !== undefined) {
    const { idleMs, intervalMs, count } = keepalive.asked;
    lines.push(
      `keepalive: idle ${idleMs} ms, interval ${intervalMs} ms, count ${count} (accepted; ${keepalive.unreadable})`,
    );
  }
  if ('got' in keepalive && keepalive.asked !== undefined && keepalive.got !== undefined) {
    const { idleMs, intervalMs, count } = keepalive.got;
    lines.push(`keepalive: idle ${idleMs} ms, interval ${intervalMs} ms, count ${count} (read back)`);
  }
  if ('got' in userTimeoutMs && userTimeoutMs.asked !== undefined)
    lines.push(`user timeout: ${userTimeoutMs.got} ms (read back)`);
  return lines;
}
