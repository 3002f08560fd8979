/** Everything that was told of one trial, with times since its fault. */
import { useReportWords, useWords } from '../../app-context.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useAsked } from '../../use-asked.ts';
import { LinkButton } from '../../parts/button.tsx';
import styles from './trial-events.module.css';
import type { Input } from '#model/detector.ts';
import type { RecordedEvent, RunEvent } from '#model/event.ts';
import { traceOfTrial } from '#model/replay/trace.ts';
import { msBetween } from '#model/time.ts';
import { clockTime } from '#report/text/numbers.ts';

export function TrialEvents({ run, trial }: { readonly run: string; readonly trial: number }) {
  const { experiments, playground } = useWords();
  const { output, error } = useAsked('trial.events', { run, trial });
  if (error !== null) return <ErrorNotice error={error} />;
  const events = output ?? [];
  const struck = events.find(({ event }) => event.type === 'fault')?.event;
  const zero = struck?.type === 'fault' ? struck.began.from : (events[0]?.event.at ?? null);
  const lost = events.reduce((most, { event }) => Math.max(most, lostIn(event)), 0);
  const isReplayable =
    traceOfTrial(
      events.map(({ event }) => event),
      trial,
    ) !== null;
  return (
    <>
      {isReplayable && (
        <div className={styles.replay}>
          <LinkButton href={`/latency/playground/${run}/${trial}`}>{playground.replay}</LinkButton>
        </div>
      )}
      {/* A region that scrolls must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.events} tabIndex={0} role="region" aria-label={experiments.events}>
        {lost > 0 && <p className="mute">{experiments.packetsLost(lost)}</p>}
        <table>
          <thead>
            <tr>
              <th scope="col" className="num">
                {experiments.sinceFault}
              </th>
              <th scope="col">{experiments.events}</th>
            </tr>
          </thead>
          <tbody>
            {inOrder(events).map(({ seq, event }) => (
              <tr key={seq}>
                <td className="num mono">{zero === null ? '' : clockTime(msBetween(zero, event.at))}</td>
                <td>
                  <Told event={event} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const lostIn = (event: RunEvent): number => (event.type === 'trial-ended' ? (event.wire?.lost ?? 0) : 0);

/** Packets are told a moment after they were seen. */
const inOrder = (events: readonly RecordedEvent[]): readonly RecordedEvent[] =>
  events.toSorted((a, b) => a.event.at - b.event.at || a.seq - b.seq);

/** What it was, and its details in the words of the protocol, which are the same in every language. */
function Told({ event }: { readonly event: RunEvent }) {
  const { experiments, frame } = useWords();
  const { outcome, reason } = useReportWords();
  const isVerdict = event.type === 'want' && event.want.type === 'verdict';
  const detail = event.type === 'trial-ended' ? outcome[event.outcome] : detailOf(event, reason);
  return (
    <>
      {experiments.eventName[isVerdict ? 'verdict' : event.type]}
      {detail !== '' && (
        <>
          {frame.colon}
          <code>{detail}</code>
        </>
      )}
    </>
  );
}

function detailOf(event: RunEvent, reason: (text: string) => string): string {
  switch (event.type) {
    case 'input':
      return inputText(event.input);
    case 'want':
      return event.want.type === 'verdict'
        ? `${event.want.verdict.kind} (${reason(event.want.verdict.reason)})`
        : event.want.type;
    case 'linked':
      return `${event.local.address}:${event.local.port} \u2192 ${event.remote.address}:${event.remote.port}`;
    case 'packet':
      return `${event.packet.isOutgoing ? '\u2192' : '\u2190'} ${event.packet.role} ${event.packet.bytes} B`;
    case 'fault':
      return event.fault.kind;
    case 'trial-ended':
    case 'started':
    case 'healed':
    case 'ended':
      return '';
  }
}

function inputText(input: Input): string {
  if ('content' in input) return `${input.type} ${input.content.kind} ${input.bytes} B`;
  return 'errno' in input ? `${input.type} ${input.errno}` : input.type;
}
