/** The story of an incident, in English. */
export const incidentEn = {
  section: 'The incident' as string,
  group: 'Incidents: failures that happened elsewhere, measured before and after the fix',
  happened: 'What happened',
  why: 'Why nobody noticed',
  decides: 'What decides the outcome',
  fix: 'The fix',
  scale: 'Scale',
  sources: 'Read more',
  shown: 'Measured here',
  before: 'Before',
  after: 'After',
  /** Faults and traffic of the experiment. */
  struck: 'Faults and traffic',
  role: {
    before: (label: string): string => `before: ${label}`,
    after: (label: string): string => `after: ${label}`,
  },
  /** One cell: where, and what it did. */
  showing: (detector: string, fault: string, traffic: string, what: string): string =>
    `${detector} (${fault}, ${traffic}): ${what}`,
  noticed: (time: string): string => `detected in ${time}`,
  missed: (time: string, theory: string | null): string =>
    `not detected, ${time}${theory === null ? '' : ` (theory: ${theory})`}`,
  kept: 'the connection stays up, without a false alarm',
  killed: (time: string): string => `declared a live connection dead after ${time}`,
};

export type IncidentWords = typeof incidentEn;
