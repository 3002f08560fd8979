/** docs/platforms.md: what each system can do, from the table that the program itself uses. */
import { faultFacts, optionFacts } from '#model/platforms/index.ts';
import type { Evidence, FaultFact, OptionFact } from '#model/platforms/index.ts';
import type { OperatingSystem } from '#model/prediction.ts';

const systems: Readonly<Record<OperatingSystem, string>> = { linux: 'Linux', windows: 'Windows', darwin: 'macOS' };

const evidenceWords: Readonly<Record<Evidence, string>> = {
  measured: 'measured',
  wine: 'run under wine',
  documents: '**unverified**: from documents',
};

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const yes = (value: boolean): string => (value ? 'yes' : 'no');

function optionsOf(os: OperatingSystem): string {
  const facts = optionFacts.filter((fact) => fact.os === os);
  const row = (fact: OptionFact): readonly string[] => [
    `\`${fact.call}\``,
    fact.since,
    fact.unit,
    yes(fact.settable),
    yes(fact.readable),
    fact.range,
    fact.default,
    fact.onDeath ?? '\u2013',
    fact.source,
    evidenceWords[fact.evidence],
  ];
  const head = ['call', 'since', 'unit', 'set', 'read', 'range', 'default', 'when it ends', 'source', 'how we know'];
  return `### ${systems[os]}\n\n${table(head, facts.map(row))}\n`;
}

function faults(): string {
  const cell = (fact: FaultFact, os: OperatingSystem): string => {
    const { can, by, evidence } = fact.how[os];
    return `${can ? '' : '**no**: '}${by} (${evidenceWords[evidence]})`;
  };
  const order = Object.keys(systems) as OperatingSystem[];
  return table(
    ['fault', ...Object.values(systems)],
    faultFacts.map((fact) => [`\`${fact.fault}\``, ...order.map((os) => cell(fact, os))]),
  );
}

export function platformsPage(): string {
  const options = (Object.keys(systems) as OperatingSystem[]).map(optionsOf).join('\n');
  return `# What each system can do

\`npm run docs\` makes this page from \`main/model/platforms\`. The settings screen of the app shows the same table, and results name
options as it does. \`halfopen capabilities\` tests what *this* machine can do. [systems.md](systems.md) says what was run where.

How we know: **measured** on that system; **run under wine**, as far as wine imitates Windows; **unverified**: read in documents,
and never run by us. On Windows and macOS themselves nothing has been run yet.

## Options of a socket

${options}
## Faults on one machine

${faults()}

## What wine cannot show

- \`TCP_KEEPIDLE\`, \`TCP_KEEPINTVL\`, \`TCP_KEEPCNT\`, \`TCP_MAXRT\`, \`TCP_MAXRTMS\`: wine 8 answers \`WSAENOPROTOOPT\`. So the tests show
  only that the helper finds them missing and uses \`SIO_KEEPALIVE_VALS\` instead.
- Fractions of a second: wine passes whole seconds to Linux.
- The number of probes: wine sets none, so the 9 of Linux apply where Windows has 10.
- \`SIO_TCP_INFO\`: wine answers \`WSAEOPNOTSUPP\`. Its layout is checked against mingw's \`mstcpip.h\`.
- The error that Windows returns when keepalive gives up: under wine it is Linux's \`ETIMEDOUT\`.
- The owner of an IPv6 connection or of an accepted one: wine does not know it.
`;
}
