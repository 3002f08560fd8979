import type { ExperimentResult } from '#model/result/result.ts';

/** Safe on every system, and named so that a folder of them reads well: `2026-11-20-classic-01kb3….html`. */
export function experimentFileName({ id, name, startedAt }: ExperimentResult, extension: string): string {
  const safeName = name.replaceAll(/[^\p{L}\p{N}-]+/gu, '-').slice(0, 40);
  return `${startedAt.slice(0, 10)}-${safeName}-${id}.${extension}`;
}
