import { counted } from './counted.ts';
import { count } from '#report/text/numbers.ts';

export const history = {
  title: 'History' as string,
  lead: 'Every experiment that was run on this machine or imported.',
  emptyTitle: 'No experiments yet',
  emptyText: 'Every experiment is kept here, with everything that was recorded, until you delete it.',
  toExperiments: 'Run the first one',
  search: 'Search the history',
  searchHint: 'Words, or tag:nightly -fault:freeze status:partial is:starred',
  found: (total: number, all: number): string =>
    total === all
      ? counted(all, 'experiment', 'experiments')
      : `${count(total)} of ${counted(all, 'experiment', 'experiments')}`,
  notUnderstood: (pieces: string): string =>
    `Not understood: ${pieces}. Use status:, tag:, detector:, fault:, traffic:, host: or is:starred. A minus in front excludes.`,
  field: {
    status: 'Status',
    tag: 'Tag',
    detector: 'Detector',
    fault: 'Fault',
    traffic: 'Traffic',
    host: 'Host',
    starred: 'Starred',
  },
  clear: 'Clear filters',
  more: 'Show more',
  column: {
    name: 'Name',
    startedAt: 'Started',
    status: 'Status',
    trials: 'Trials',
    agreement: 'As predicted',
    durationMs: 'Duration',
  },
  alarms: 'False alarms',
  notes: 'Tags and note',
  actions: 'Actions',
  chooseColumn: 'For comparison',
  choose: (name: string): string => `Select ${name} for comparison`,
  star: 'Star',
  starOf: (name: string): string => `Star ${name}`,
  simulated: 'simulated',
  status: { complete: 'complete', partial: 'partial', cancelled: 'cancelled', running: 'running' },
  agreement: (within: number, judged: number, share: string): string =>
    `${count(within)} of ${count(judged)} (${share})`,
  actionsOf: (name: string): string => `Actions for ${name}`,
  again: 'Run again',
  edit: 'Edit name, tags and note',
  delete: 'Delete',
  deleted: (name: string): string => `Deleted ${name}.`,
  format: {
    html: 'Report (HTML)',
    pdf: 'Report (PDF)',
    csv: 'Trials (CSV)',
    json: 'Result (JSON)',
    md: 'Report (Markdown)',
    bundle: 'Bundle: everything that was recorded',
  },
  noPdf: 'Only the desktop app can create a PDF. Print the HTML report instead.',
  import: 'Import\u2026',
  imported: (file: string, imported: number, present: number): string =>
    present === 0
      ? `${file}: ${count(imported)} imported.`
      : `${file}: ${count(imported)} imported, ${count(present)} already present.`,
  importedSessions: (file: string, imported: number, present: number, incomplete: readonly number[]): string =>
    [
      `${file}: ${counted(imported, 'live session', 'live sessions')} imported`,
      ...(present === 0 ? [] : [`, ${count(present)} already present`]),
      ...(incomplete.length === 0
        ? []
        : [`. Not imported, because this history doesn\u2019t have what they continue: ${incomplete.join(', ')}`]),
      '.',
    ].join(''),
  name: 'Name',
  tags: 'Tags, separated by spaces',
  tagsHint: 'Such as nightly or release-1.2',
  knownTags: (tags: string): string => `In use: ${tags}`,
  note: 'Note',
  save: 'Save',
  needsName: 'Enter a name.',
  tagTooLong: (tag: string): string => `A tag has at most 40 characters: ${tag}`,
  compare: 'Compare',
  chooseTwo: 'Select two experiments to compare.',
  compared: 'Comparison of two experiments',
  differences: (different: number, all: number): string =>
    different === 0
      ? `None of ${counted(all, 'cell', 'cells')} differs by more than noise.`
      : `${count(different)} of ${counted(all, 'cell', 'cells')} differ by more than noise.`,
  onlyDifferent: 'Only differences',
  swap: 'Swap sides',
  cell: 'Detector and fault',
  difference: 'Difference',
  noCell: 'not in this experiment',
  settings: 'Setting',
};
