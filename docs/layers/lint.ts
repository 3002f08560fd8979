/** docs/layers/oxlintrc.json: the table as rules of the linter; `.oxlintrc.json` builds on it. */
import { basename } from 'node:path';
import { layers } from './table.ts';
import type { Layer, NodePart } from './table.ts';

type Rules = Readonly<Record<string, unknown>>;

const words = (text = ''): readonly string[] => text.split(' ').filter((word) => word !== '');

const sockets = ['net', 'dgram', 'tls'];
const web = ['dns', 'http', 'https', 'http2'];
const processes = ['child_process', 'cluster', 'worker_threads'];

/** What each kind of Node leaves out. */
const closedNode: Readonly<Record<NodePart, readonly string[]>> = {
  'Node with node:module': [],
  Node: ['module'],
  'Node without processes and sockets other than HTTP': ['module', ...sockets, ...processes],
  'Node without sockets and processes': ['module', ...sockets, ...web, ...processes],
};

const isFile = (path: string): boolean => /\.\w+$/.test(path);

/** A file that lies in no layer is one by itself: it has no files beside it that it may import. */
function isInLayer(path: string): boolean {
  return !isFile(path) || layers.some(({ where }) => path.startsWith(`${where}/`));
}

/** What a layer may import, in words. */
export function allowed({ where, layers: others, packages, node }: Layer): string {
  const own = isFile(where) ? 'its folder' : 'itself';
  return [
    ...(isInLayer(where) ? [own] : []),
    ...words(others).map((alias) => (alias === '#package' ? 'package.json' : alias.slice(1))),
    ...words(packages),
    ...(node === undefined ? [] : [node]),
  ].join(', ');
}

const withEntries = (name: string): readonly string[] => [name, `${name}/**`];
const opened = (name: string): readonly string[] => withEntries(name).map((pattern) => `!${pattern}`);

/** As in .gitignore the last pattern that fits decides. That relative imports stay inside is checked by a test. */
function importsOf(layer: Layer): unknown {
  const { where, layers: others, packages, node } = layer;
  const group = [
    '**',
    ...(isInLayer(where) ? ['!./**', '!../**'] : []),
    ...(isFile(where) ? [] : opened(`#${basename(where)}`)),
    ...[...words(others), ...words(packages)].flatMap(opened),
    ...(node === undefined
      ? []
      : [...opened('node:*'), ...closedNode[node].flatMap((name) => withEntries(`node:${name}`))]),
  ];
  const patterns = [{ group, message: `${words(where).join(', ')} may import only ${allowed(layer)}.` }];
  const hearsPages = where === pagePort || !words(packages).includes('electron');
  return ['error', hearsPages ? { patterns } : { patterns, paths: [pageMessages] }];
}

const pagePort = 'main/shell/view-port.ts';
const pageMessages = {
  name: 'electron',
  importNames: ['ipcMain'],
  message: `Only ${pagePort} hears pages: it checks who asks.`,
};

/** Closed to whatever the table does not name, tests included. */
const guarded = ['electron', 'better-sqlite3'];

function guardedImports(): unknown {
  const patterns = guarded.map((name) => {
    const users = layers.filter(({ packages }) => words(packages).includes(name)).map(({ where }) => where);
    return { group: withEntries(name), message: `Only ${users.join(', ')} may import ${name}.` };
  });
  return ['error', { patterns }];
}

const banned = (names: string, message: string): readonly unknown[] => words(names).map((name) => ({ name, message }));

const connections = banned('fetch WebSocket EventSource', 'Halfopen opens no connection that nobody asked for.');
const impure = [
  ...banned(
    'Date performance setTimeout setInterval setImmediate clearTimeout clearInterval clearImmediate',
    'Time is an argument: take a Clock (main/engine/ports.ts).',
  ),
  ...banned('crypto', 'Chance is seeded: take a Chance (main/engine/ports.ts).'),
  ...banned('process', 'Pure code knows no process: hand the value in.'),
  ...banned('Buffer', 'Pure code uses Uint8Array.'),
];
const globals = (list: readonly unknown[]): unknown => ['error', { globals: list, checkGlobalObject: true }];

const rulesOf = (layer: Layer): Rules => ({
  'no-restricted-imports': importsOf(layer),
  ...(layer.pure === true ? { 'no-restricted-globals': globals([...impure, ...connections]) } : {}),
});

/** One line per layer, so that a change of the table is a change of one line. */
export function layerRules(): string {
  const rules: Rules = { 'no-restricted-globals': globals(connections), 'no-restricted-imports': guardedImports() };
  const overrides = layers.map((layer) =>
    JSON.stringify({
      files: words(layer.where).map((path) => (isFile(path) ? path : `${path}/**`)),
      rules: rulesOf(layer),
    }),
  );
  return `// Written by \`npm run docs\` from docs/layers/table.ts.\n{\n"rules": ${JSON.stringify(rules)},\n"overrides": [\n${overrides.join(',\n')}\n]\n}\n`;
}
