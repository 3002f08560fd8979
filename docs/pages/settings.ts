/** docs/settings.md: every detector and fault with its settings, made from their records. */
import { shortDuration } from '#model/duration.ts';
import { detectorParts } from '#model/detectors/index.ts';
import type { Alias } from '#model/detectors/part.ts';
import { faultParts } from '#model/faults/index.ts';
import type { AnyFaultPart } from '#model/faults/index.ts';
import { isVariants } from '#model/settings/setting.ts';
import type { Setting, Settings, Variants } from '#model/settings/setting.ts';

interface Described {
  readonly kind: string;
  readonly says: string;
  readonly settings: Settings | Variants;
  readonly alias?: Alias;
}

type Row = readonly [name: string, allowed: string, otherwise: string, says: string];

const reach: Readonly<Record<AnyFaultPart['strikes'], string>> = {
  connection: '',
  process: 'It affects every connection of that process.',
  network: 'It needs private hosts, and so Linux.',
};

function allowed(setting: Setting): string {
  switch (setting.is) {
    case 'duration': {
      const range = `${shortDuration(setting.minMs)} to ${shortDuration(setting.maxMs)}`;
      return setting.wholeSeconds === undefined ? range : `${range}, whole seconds`;
    }
    case 'whole':
      return `${setting.min} to ${setting.max}`;
    case 'decimal':
      return `${setting.min} to ${setting.max}, fractions allowed`;
    case 'percent':
      return 'above 0, up to 100';
    case 'choice':
      return setting.of.map((word) => `\`${word}\``).join(', ');
    case 'switch':
      return '`true`, `false`';
  }
}

function otherwise(setting: Setting): string {
  if (setting.sameAs !== undefined) return `as \`${setting.sameAs}\``;
  if (setting.optional === true) return 'optional';
  if (setting.default === undefined) return '**required**';
  return setting.is === 'duration' ? shortDuration(setting.default) : String(setting.default);
}

const rowsOf = (settings: Settings): readonly Row[] =>
  Object.entries(settings).map(([name, setting]) => [name, allowed(setting), otherwise(setting), setting.says]);

/** The setting that chooses a variant comes first; a setting of several variants has one row. */
function rowsOfVariants({ by, says, of }: Variants): readonly Row[] {
  const words = Object.entries(of).map(([word, variant]) => `\`${word}\` (${variant.says})`);
  const rows = new Map(Object.values(of).flatMap(({ settings }) => rowsOf(settings).map((row) => [row[0], row])));
  const only = (name: string): string => {
    const having = Object.entries(of).filter(([, { settings }]) => name in settings);
    return having.length === Object.keys(of).length ? '' : `; only with ${having.map(([word]) => word).join(', ')}`;
  };
  return [
    [by, words.join(', '), '**required**', says],
    ...[...rows.values()].map(([name, range, left, what]): Row => [name, range, left, what + only(name)]),
  ];
}

function section({ kind, says, settings, alias }: Described, note = ''): string {
  const rows: Row[] = [...(isVariants(settings) ? rowsOfVariants(settings) : rowsOf(settings))];
  if (alias !== undefined) {
    const words = Object.keys(alias.kinds).map((word) => `\`${word}\``);
    rows.push([alias.key, words.join(', '), 'optional', alias.says]);
  }
  const table = [
    '| setting | allowed | if left out | meaning |',
    '| --- | --- | --- | --- |',
    ...rows.map(([name, ...rest]) => `| \`${name}\` | ${rest.join(' | ')} |`),
  ].join('\n');
  const sentences = `${says}.${note === '' ? '' : ` ${note}`}`;
  return [`### ${kind}`, sentences, ...(rows.length === 0 ? ['It has no settings.'] : [table])].join('\n\n');
}

export function settingsPage(): string {
  return [
    '# Detectors and faults, with their settings',
    'Made from the records in `main/model/detectors` and `main/model/faults` by `npm run docs`. An experiment file takes a\n' +
      'detector or a fault as `{ kind: heartbeat, idle: 10s, interval: 3s, tries: 3 }`, the command line as\n' +
      "`'heartbeat idle=10s interval=3s tries=3'`. Durations have a unit: `250ms`, `1.5s`, `10m`, `2h`.",
    '## Detectors',
    ...detectorParts.map((part) => section(part)),
    '## Faults',
    ...faultParts.map((part) => section(part, reach[part.strikes])),
  ]
    .join('\n\n')
    .concat('\n');
}
