/** What the kernel says of a session, or said last, and when. */
import type { LiveEvent, SessionRow } from '#model/live/live.ts';
import type { TcpInfo } from '#model/tcp-info.ts';
import { msBetween } from '#model/time.ts';
import type { SessionDetail } from '#store/session-detail.ts';

export interface KernelReading {
  readonly info: TcpInfo;
  /** `now`: it is read all the time. `opening`: so long after it. `end`: so long before it. */
  readonly read: { readonly when: 'now' } | { readonly when: 'opening' | 'end'; readonly ms: number };
}

/** While nobody reads it now, the last reading that was told. Null before the first. */
export function kernelReading({ watch, events }: SessionDetail, row: SessionRow): KernelReading | null {
  if (watch !== null && watch.info !== null) return { info: watch.info, read: { when: 'now' } };
  const last = events.findLast(isReading);
  if (last === undefined) return null;
  const at = last.readAt ?? last.at;
  const read =
    row.endedAt === null
      ? ({ when: 'opening', ms: msBetween(row.startedAt, at) } as const)
      : ({ when: 'end', ms: msBetween(at, row.endedAt) } as const);
  return { info: last.info, read };
}

const isReading = (event: LiveEvent): event is LiveEvent & { readonly type: 'kernel' } => event.type === 'kernel';
