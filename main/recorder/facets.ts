import type { HostFacts } from '#model/result.ts';
import type { Plan } from '#model/settings.ts';

export interface Facet {
  readonly field: 'detector' | 'fault' | 'traffic' | 'host';
  readonly value: string;
}

/** What an experiment can be found by, beside its name, some twice: kinds, not settings, so that the lists stay short. */
export function facetsOf({ detectors, faults, traffic }: Plan, host: HostFacts): readonly Facet[] {
  return [
    ...detectors.map(({ kind }) => ({ field: 'detector', value: kind }) as const),
    ...faults.map(({ kind }) => ({ field: 'fault', value: kind }) as const),
    ...traffic.map((value) => ({ field: 'traffic', value }) as const),
    { field: 'host', value: hostName(host) },
  ];
}

export const hostName = ({ os, kernel, arch }: HostFacts): string => `${os} ${kernel} ${arch}`;
