/** The story of an incident, in English. */
export const incidentEn = {
  section: 'The incident' as string,
  group: 'Incidents: what went wrong somewhere, before and after the setting that puts it right',
  happened: 'What happened',
  why: 'Why nobody noticed',
  decides: 'What decides',
  fix: 'What puts it right',
  scale: 'Scale',
  sources: 'Read more',
  shown: 'What it showed here',
  before: 'Before',
  after: 'After',
  /** Faults and traffic of the experiment. */
  struck: 'Put to the test',
  role: {
    before: (label: string): string => `before: ${label}`,
    after: (label: string): string => `after: ${label}`,
  },
  /** One cell: where, and what it did. */
  showing: (detector: string, fault: string, traffic: string, what: string): string =>
    `${detector} (${fault}, ${traffic}): ${what}`,
  noticed: (time: string): string => `noticed in ${time}`,
  missed: (time: string, theory: string | null): string =>
    `not noticed, ${time}${theory === null ? '' : ` (theory: ${theory})`}`,
  kept: 'the connection lives on, and no alarm was raised',
  killed: (time: string): string => `gave up a living connection after ${time}`,
};

export type IncidentWords = typeof incidentEn;
