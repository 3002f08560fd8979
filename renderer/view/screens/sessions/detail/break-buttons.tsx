import { HeartPulse } from 'lucide-react';
import { useMemo } from 'react';
import { useReportWords, useWords } from '../../../app-context.tsx';
import { Button } from '../../../parts/button.tsx';
import { useAsked } from '../../../use-asked.ts';
import { useCommands } from '../../../use-commands.ts';
import { useSessionsActions } from '../use-sessions-actions.ts';
import styles from './break-buttons.module.css';
import { directionLabel } from '#model/faults/direction.ts';
import { faultTraits, isCableCut } from '#model/faults/index.ts';
import type { Fault } from '#model/faults/index.ts';
import { liveFaults } from '#model/faults/telling.ts';
import type { SessionRow } from '#model/live/live.ts';
import { faultOrder } from '#report/text/kinds.ts';

/** As `session.breakable` names it: `blackhole`, `blackhole to-peer`. */
const nameOf = (fault: Fault): string =>
  'direction' in fault ? `${fault.kind}${directionLabel(fault.direction)}` : fault.kind;

/** Of the two that are tried most. */
function keyOf(fault: Fault): { readonly keys?: string } {
  if (isCableCut(fault)) return { keys: 'x' };
  return faultTraits(fault).effect.is === 'stopped' ? { keys: 'f' } : {};
}

const breakings = liveFaults.map((fault) => ({ name: nameOf(fault), fault, key: keyOf(fault) }));

/** Every way to break this session; what cannot be done says why and what would help. */
export function BreakButtons({ row }: { readonly row: SessionRow }) {
  const { sessions: say } = useWords();
  const { kinds } = useReportWords();
  const { strike, heal } = useSessionsActions();
  const { session } = row;
  const isStruck = row.struck !== null && row.struck.ended === null;
  // What can be done changes with these: once it is connected, while it is cut, after it is healed.
  const stage = [row.state, row.struck?.began.from, row.struck?.ended?.from].join(' ');
  const breakable = useAsked('session.breakable', { session }, 0, stage).output ?? [];
  const whyNot = (name: string): string | null => {
    const can = breakable.find(({ kind }) => kind === name)?.can ?? true;
    return can === true ? null : `${can.no}. ${can.fix ?? ''}`;
  };
  const commands = useMemo(
    () => [
      ...breakings.map(({ name, fault, key }) => ({
        id: `break:${name}`,
        title: faultOrder(fault, kinds),
        ...key,
        run: () => void strike([session], fault),
      })),
      { id: 'heal', title: say.heal, keys: 'h', run: () => void heal([session]) },
    ],
    [say, kinds, session, strike, heal],
  );
  useCommands(commands);
  return (
    <section className={styles.breaking} aria-label={say.breakIt}>
      {breakings.map(({ name, fault }) => (
        <Button
          key={name}
          look={isCableCut(fault) ? 'danger' : 'plain'}
          cannot={whyNot(name)}
          onClick={() => void strike([session], fault)}
        >
          {faultOrder(fault, kinds)}
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
