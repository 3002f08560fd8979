import { HeartPulse } from 'lucide-react';
import { useMemo } from 'react';
import { useWords } from '../../app-context.tsx';
import { Button } from '../../parts/button.tsx';
import { useAsked } from '../../use-asked.ts';
import { useCommands } from '../../use-commands.ts';
import { useSessionsActions } from './use-sessions-actions.ts';
import styles from './break-buttons.module.css';
import type { SessionRow } from '#model/live/live.ts';
import type { Fault } from '#model/faults/index.ts';

interface Breaking {
  /** As `session.breakable` names it. */
  readonly kind: string;
  readonly fault: Fault;
  readonly keys?: string;
}

const breakings: readonly Breaking[] = [
  { kind: 'blackhole both', fault: { kind: 'blackhole', direction: 'both' }, keys: 'x' },
  { kind: 'blackhole to-peer', fault: { kind: 'blackhole', direction: 'to-peer' } },
  { kind: 'blackhole from-peer', fault: { kind: 'blackhole', direction: 'from-peer' } },
  { kind: 'freeze', fault: { kind: 'freeze' }, keys: 'f' },
  { kind: 'kill', fault: { kind: 'kill' } },
  { kind: 'rst', fault: { kind: 'rst' } },
  { kind: 'fin', fault: { kind: 'fin' } },
  { kind: 'half-close', fault: { kind: 'half-close' } },
  { kind: 'reboot', fault: { kind: 'reboot', downMs: 2000 } },
  { kind: 'outage', fault: { kind: 'outage', direction: 'both', durationMs: 1500 } },
  { kind: 'slow-pong', fault: { kind: 'slow-pong', delayMs: 5000 } },
];

/** Every way to break this session; what cannot be done says why and what would help. */
export function BreakButtons({ row }: { readonly row: SessionRow }) {
  const { sessions: say } = useWords();
  const { strike, heal } = useSessionsActions();
  const { session } = row;
  const isStruck = row.struck !== null && row.struck.ended === null;
  const breakable = useAsked('session.breakable', { session }).output ?? [];
  const whyNot = (kind: string): string | null => {
    const can = breakable.find((entry) => entry.kind === kind || `${entry.kind} both` === kind)?.can ?? true;
    return can === true ? null : `${can.no}. ${can.fix ?? ''}`;
  };
  const commands = useMemo(
    () => [
      ...breakings.map(({ kind, fault, keys }) => ({
        id: `break:${kind}`,
        title: say.breakName[kind] ?? kind,
        ...(keys === undefined ? {} : { keys }),
        run: () => void strike([session], fault),
      })),
      { id: 'heal', title: say.heal, keys: 'h', run: () => void heal([session]) },
    ],
    [say, session, strike, heal],
  );
  useCommands(commands);
  return (
    <section className={styles.breaking} aria-label={say.breakIt}>
      {breakings.map(({ kind, fault }) => (
        <Button
          key={kind}
          look={kind === 'blackhole both' ? 'danger' : 'plain'}
          cannot={whyNot(kind)}
          onClick={() => void strike([session], fault)}
        >
          {say.breakName[kind] ?? kind}
        </Button>
      ))}
      {isStruck && (
        <Button onClick={() => void heal([session])}>
          <HeartPulse aria-hidden />
          {say.heal}
        </Button>
      )}
    </section>
  );
}
