/** Everything that was told of one trial, with times since its fault. */
import { useWords } from '../../app-context.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useAsked } from '../../use-asked.ts';
import { LinkButton } from '../../parts/button.tsx';
import styles from './trial-events.module.css';
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
                  {experiments.eventName[event.type]} <code>{detailOf(event)}</code>
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

/** In the words of the protocol, which are the same in every language. */
function detailOf(event: RunEvent): string {
  switch (event.type) {
    case 'input':
      return 'content' in event.input
        ? `${event.input.type} ${event.input.content.kind} ${event.input.bytes} B`
        : 'errno' in event.input
          ? `${event.input.type} ${event.input.errno}`
          : event.input.type;
    case 'want':
      return event.want.type === 'verdict'
        ? `${event.want.verdict.kind}: ${event.want.verdict.reason}`
        : event.want.type;
    case 'linked':
      return `${event.local.address}:${event.local.port} \u2192 ${event.remote.address}:${event.remote.port}`;
    case 'packet':
      return `${event.packet.isOutgoing ? '\u2192' : '\u2190'} ${event.packet.role} ${event.packet.bytes} B`;
    case 'fault':
      return event.fault.kind;
    case 'trial-ended':
      return event.outcome;
    case 'started':
    case 'healed':
    case 'ended':
      return '';
  }
}
