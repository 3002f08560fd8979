import { Fragment } from 'react';
import type { ReactNode } from 'react';
import { useReportWords, useWords } from '../../../app-context.tsx';
import { Term } from '../../../parts/term.tsx';
import { kernelReading } from './kernel-reading.ts';
import type { KernelReading } from './kernel-reading.ts';
import { seconds } from '../session-texts.ts';
import { classNames } from '../../../parts/class-names.ts';
import { Facts } from '../../../parts/facts.tsx';
import { Sideways } from '../../../parts/sideways/sideways.tsx';
import type { Words } from '../../../words/en/index.ts';
import styles from './kernel-facts.module.css';
import type { SessionRow } from '#model/live/live.ts';
import type { SocketOptions } from '#model/options.ts';
import { isOver } from '#model/live/session-row.ts';
import { duration, setting } from '#report/text/numbers.ts';
import type { SessionDetail } from '#store/session-detail.ts';

interface KernelFactsProps {
  readonly row: SessionRow;
  readonly detail: SessionDetail;
}

/** TCP_INFO of the socket as it is, or as it was when it was last read. */
export function KernelFacts({ row, detail }: KernelFactsProps) {
  const { sessions: say } = useWords();
  const reading = kernelReading(detail, row);
  // Never connected: the kernel had nothing to say.
  if (reading === null && isOver(row.state)) return null;
  const info = reading?.info ?? null;
  const before = reading?.read.when === 'now' ? say.ago : say.earlier;
  const ago = (ms: number | null | undefined): string => (typeof ms === 'number' ? before(seconds(ms)) : say.none);
  const facts: readonly (readonly [ReactNode, ReactNode])[] = [
    [
      <Term key="s" name="established">
        {say.facts.state}
      </Term>,
      info?.state ?? row.tcpState ?? say.none,
    ],
    [
      <Term key="t" name="rtt">
        {say.facts.rtt}
      </Term>,
      info === null ? say.none : duration(info.rttMs),
    ],
    [
      <Term key="o" name="rto">
        {say.facts.rto}
      </Term>,
      typeof info?.rtoMs === 'number' ? duration(info.rtoMs) : say.none,
    ],
    [
      <Term key="u" name="unacked">
        {say.facts.unacked}
      </Term>,
      info?.unacked ?? say.none,
    ],
    [say.facts.retransmits, info?.retransmits ?? say.none],
    [say.facts.probes, info?.probes ?? say.none],
    [say.facts.backoff, info?.backoff ?? say.none],
    [say.facts.lastDataReceived, ago(info?.lastDataReceivedMs)],
    [say.facts.lastAckReceived, ago(info?.lastAckReceivedMs)],
    [say.facts.segments, info === null ? say.none : `${info.segmentsOut ?? say.none} / ${info.segmentsIn ?? say.none}`],
  ];
  return (
    <section aria-labelledby="kernel">
      <h2 id="kernel">{reading?.read.when === 'end' ? say.kernelLast : say.kernel}</h2>
      <Facts>
        {facts.map(([name, value], index) => (
          // The list never changes its order.
          // oxlint-disable-next-line react/no-array-index-key
          <Fragment key={index}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </Facts>
      {reading !== null && reading.read.when !== 'now' && (
        <p className={classNames('mute', styles.when)}>{whenText(reading, say)}</p>
      )}
    </section>
  );
}

/** Rounded as a person would say it: a reading of the same tick is one at the end. */
function whenText({ info, read }: KernelReading, say: Words['sessions']): string {
  if (read.when === 'now') return '';
  const time = duration(read.ms);
  if (read.when === 'opening') return say.readAfterOpening(time);
  if (read.ms < 1) return say.readAtEnd;
  return info.state === 'CLOSED' ? say.readBeforeClosing(time) : say.readBeforeEnd(time);
}

/** What was asked of the kernel, and what it says it has. */
export function SettingsFacts({ row }: { readonly row: SessionRow }) {
  const { sessions: say } = useWords();
  const { off } = useReportWords();
  const { effective } = row;
  if (effective === null) return null;
  const { keepalive, userTimeoutMs } = effective;
  return (
    <section aria-labelledby="settings">
      <h2 id="settings">{say.settings}</h2>
      <Sideways label={say.settings}>
        <table className={styles.settings}>
          <thead>
            <tr>
              <th scope="col" data-stays>
                <span className="hidden">{say.settings}</span>
              </th>
              <th scope="col">{say.asked}</th>
              <th scope="col">{say.got}</th>
              <th scope="col">{say.via}</th>
            </tr>
          </thead>
          <tbody>
            <Option name={say.keepalive} option={keepalive} text={keepaliveText} />
            <Option name={say.userTimeout} option={userTimeoutMs} text={(ms) => (ms === 0 ? off : setting(ms))} />
          </tbody>
        </table>
      </Sideways>
    </section>
  );
}

const keepaliveText = ({ idleMs, intervalMs, count }: NonNullable<SocketOptions['keepalive']>): string =>
  `${setting(idleMs)} / ${setting(intervalMs)} / ${count}`;

interface OptionProps<Value> {
  readonly name: string;
  readonly option:
    | {
        readonly asked: Value | undefined;
        readonly got: Value | undefined;
        readonly via: string;
        readonly unreadable?: string | undefined;
      }
    | { readonly unsupported: string };
  readonly text: (value: Value) => string;
}

function Option<Value>({ name, option, text }: OptionProps<Value>) {
  const { sessions: say } = useWords();
  const words = useReportWords();
  if ('unsupported' in option)
    return (
      <tr>
        <th scope="row">{name}</th>
        <td colSpan={3}>{words.reason(option.unsupported)}</td>
      </tr>
    );
  const [asked, got] = [option.asked, option.got].map((value) => (value === undefined ? say.none : text(value)));
  const differs = option.asked !== undefined && option.unreadable === undefined && asked !== got;
  return (
    <tr className={differs ? 'off' : undefined}>
      <th scope="row">{name}</th>
      <td>{asked}</td>
      <td>{option.unreadable === undefined ? got : words.reason(option.unreadable)}</td>
      <td className="mute">{option.via}</td>
    </tr>
  );
}
