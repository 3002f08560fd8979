/** Each import rule, limit and ban of the linter is broken once, in a copy of the layers outside the repository. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repository } from './sources.ts';

interface Breach {
  readonly file: string;
  readonly code: string;
  /** What the linter must say. */
  readonly says: string;
}

interface Diagnostic {
  readonly message: string;
  readonly help?: string;
  readonly filename: string;
}

const imports = (what: string): string => `import { thing } from '${what}';\nexport const made = thing;\n`;

/** Every layer, what it may not import, and what it may. */
const layers: readonly {
  readonly layer: string;
  readonly closed: readonly string[];
  readonly open: readonly string[];
}[] = [
  {
    layer: 'main/model',
    closed: ['#engine/ports.ts', '#contract/plan-file.ts', '#platform', '#native', 'zod', 'node:fs', 'electron'],
    open: ['./time.ts', '#model/time.ts'],
  },
  {
    layer: 'main/contract',
    closed: ['#engine/ports.ts', '#recorder', 'commander', 'node:fs', 'electron'],
    open: ['./plan-file.ts', '#model/time.ts', 'zod', 'yaml', 'ms'],
  },
  {
    layer: 'main/engine',
    closed: ['#contract/plan-file.ts', '#platform', '#recorder', '#native', 'zod', 'node:timers', 'electron'],
    open: ['./ports.ts', '#model/time.ts'],
  },
  {
    layer: 'main/simulator',
    closed: ['#platform', '#contract/plan-file.ts', '#recorder', '#native', 'zod', 'node:timers', 'electron'],
    open: ['./world.ts', '#engine/ports.ts', '#model/time.ts'],
  },
  {
    layer: 'main/platform',
    closed: ['#contract/plan-file.ts', '#recorder', '#report', '#cli/main.ts', 'better-sqlite3', 'electron'],
    open: ['./clock.ts', '#engine/ports.ts', '#model/time.ts', '#native', 'node:net', 'node:fs/promises'],
  },
  {
    layer: 'main/recorder',
    closed: ['#engine/run.ts', '#platform', '#report', 'node:net', 'node:child_process', 'commander', 'electron'],
    open: ['#engine/ports.ts', '#contract/plan-file.ts', '#model/time.ts', 'better-sqlite3', 'env-paths', 'node:fs'],
  },
  {
    layer: 'main/report',
    closed: ['#engine/ports.ts', '#contract/plan-file.ts', 'hono', 'node:fs', 'better-sqlite3', 'electron'],
    open: ['./model.ts', '#model/time.ts', 'd3-scale', 'hono/html'],
  },
  {
    layer: 'main/cli',
    closed: ['node:net', 'node:dgram', 'node:child_process', 'node:worker_threads', 'better-sqlite3', 'electron'],
    open: ['#platform', '#recorder', '#report', '#contract/plan-file.ts', '#native', 'commander', 'node:fs'],
  },
  {
    layer: 'main/host',
    closed: ['#cli/main.ts', '#serve', '#native', '#door/csp.ts', 'node:net', 'node:child_process', 'electron'],
    open: ['./plans.ts', '#engine/run.ts', '#platform', '#simulator', '#recorder', '#report', 'ulid', 'node:fs'],
  },
  {
    layer: 'main/door',
    closed: ['#host', '#model/time.ts', 'node:http', 'node:os', 'electron'],
    open: ['./csp.ts', 'node:path', 'node:fs/promises'],
  },
  {
    layer: 'main/serve',
    closed: ['#host', '#platform', 'node:tls', 'node:dgram', 'node:child_process', 'electron'],
    open: ['./token.ts', '#door/csp.ts', '#contract/wire/wire.ts', 'ws', 'node:http', 'node:net', 'node:fs'],
  },
  {
    layer: 'main/shell',
    closed: ['#host', '#platform', '#recorder', 'node:child_process', 'node:net', 'node:http', 'better-sqlite3'],
    open: ['./window.ts', '#door/csp.ts', '#contract/wire.ts', '#model/error.ts', 'zod', 'electron', 'node:fs'],
  },
  {
    layer: 'main/shell/host-process',
    closed: ['#host', '#door/csp.ts', 'node:child_process', 'electron'],
    open: ['./main-proxy.ts', '#contract/data/error.ts', 'zod', 'node:fs/promises'],
  },
  {
    layer: 'native',
    closed: ['#model/time.ts', '#platform', 'zod', 'node:module', 'electron'],
    open: ['./options.ts', 'node:os'],
  },
  {
    layer: 'renderer/link',
    closed: ['#store/history.ts', '#host', 'react', 'node:fs', 'electron'],
    open: ['./socket.ts', '#contract/wire/wire.ts', '#model/error.ts'],
  },
  {
    layer: 'renderer/store',
    closed: ['#link/index.ts', '#report', 'react', 'zustand', 'zustand/react', 'node:fs', 'electron'],
    open: ['./history.ts', '#contract/wire/host.ts', '#model/error.ts', 'zustand/vanilla'],
  },
  {
    layer: 'renderer/view',
    closed: ['#host', '#engine/run.ts', 'zod', 'node:fs', 'electron'],
    open: ['./app.tsx', '#store/history.ts', '#link/index.ts', '#report', 'react', 'react-dom/client', 'zustand'],
  },
  { layer: 'preload', closed: ['#shell/window.ts', '#model/time.ts', 'node:fs'], open: ['electron'] },
  { layer: 'main/newcomer', closed: ['electron', 'better-sqlite3'], open: ['#model/time.ts'] },
];

const slug = (text: string): string =>
  text
    .replaceAll(/[^a-z0-9]+/gi, '-')
    .replace(/^-/, '')
    .toLowerCase();
const closedFile = (layer: string, what: string): string => `${layer}/closed-${slug(what)}.ts`;
const openFile = (layer: string, what: string): string => `${layer}/open-${slug(what)}.ts`;

const lines = (count: number, line: string): string => `${line}\n`.repeat(count);
const pure = ['main/model', 'main/contract', 'main/engine'];
const banned = ['Date', 'performance', 'crypto', 'process', 'setTimeout', 'setInterval', 'setImmediate', 'Buffer'];

const breaches: readonly Breach[] = [
  ...pure.flatMap((layer) => [
    ...banned.map((name) => ({
      file: `${layer}/global-${name}.ts`.toLowerCase(),
      code: `export const taken = ${name};\n`,
      says: `Unexpected use of '${name}'`,
    })),
    { file: `${layer}/chance.ts`, code: 'export const x = Math.random();\n', says: "'Math.random' is restricted" },
    { file: `${layer}/by-the-back.ts`, code: 'export const x = globalThis.Date;\n', says: "Unexpected use of 'Date'" },
  ]),
  { file: 'main/cli/fetch.ts', code: "void (await fetch('x'));\n", says: 'no connection that nobody asked for' },
  {
    file: 'main/cli/late.ts',
    code: "export const late = await import('electron');\n",
    says: 'main/cli may import only',
  },
  {
    file: 'main/cli/typed.ts',
    code: "export type A = import('electron').App;\n",
    says: 'type annotations are forbidden',
  },
  { file: 'main/cli/required.ts', code: "export const e = require('electron');\n", says: 'require' },
  { file: 'main/cli/passed-on.ts', code: "export * from 'better-sqlite3';\n", says: 'main/cli may import only' },
  {
    file: 'main/shell/second-door.ts',
    code: "import { ipcMain } from 'electron';\nexport const door = ipcMain;\n",
    says: 'Only main/shell/page/view-port.ts hears pages',
  },
  { file: 'main/platform/dl.ts', code: 'export const d = process.dlopen;\n', says: 'Only native/index.ts loads' },
  { file: 'main/platform/make.ts', code: imports('node:module'), says: 'main/platform may import only' },
  {
    file: 'main/engine/cycle-a.ts',
    code: "import { b } from './cycle-b.ts';\nexport const a = () => b;\n",
    says: 'cycle',
  },
  {
    file: 'main/engine/cycle-b.ts',
    code: "import { a } from './cycle-a.ts';\nexport const b = () => a;\n",
    says: 'cycle',
  },
  {
    file: 'main/engine/typed-a.ts',
    code: "import type { B } from '#engine/typed-b.ts';\nexport type A = { readonly b: B };\n",
    says: 'cycle',
  },
  {
    file: 'main/engine/typed-b.ts',
    code: "import type { A } from './typed-a.ts';\nexport type B = { readonly a: A | null };\n",
    says: 'cycle',
  },
  { file: 'main/engine/long.ts', code: lines(301, 'export {};'), says: 'too many lines' },
  {
    file: 'main/engine/long-function.ts',
    code: `export function f(): void {\n${lines(50, '  f();')}}\n`,
    says: 'too many lines (52)',
  },
  {
    file: 'main/engine/wide.ts',
    code: 'export const f = (a: 1, b: 1, c: 1, d: 1, e: 1) => [a, b, c, d, e];\n',
    says: 'too many parameters',
  },
  { file: 'main/report/loud.ts', code: "console.log('x');\n", says: 'Unexpected console statement' },
  {
    file: 'main/platform/floating.ts',
    code: 'export function f(p: Promise<number>): void {\n  p;\n}\n',
    says: 'Promises must be awaited',
  },
  {
    file: 'main/platform/misused.ts',
    code: 'export const f = (p: Promise<boolean>): number => (p ? 1 : 2);\n',
    says: 'Expected non-Promise value',
  },
  {
    file: 'main/platform/open-switch.ts',
    code: "export function f(x: 'a' | 'b'): void {\n  switch (x) {\n    case 'a':\n  }\n}\n",
    says: 'Switch is not exhaustive',
  },
  { file: 'main/platform/not-a-promise.ts', code: 'export const f = async () => await 1;\n', says: 'await' },
  {
    file: 'main/platform/asserted.ts',
    code: 'export const f = (x: string): string => x as string;\n',
    says: 'assertion is unnecessary',
  },
];

const root = mkdtempSync(join(tmpdir(), 'halfopen-lint-'));
let said: ReadonlyMap<string, readonly string[]> = new Map();

function write(file: string, code: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), code);
}

beforeAll(() => {
  // package.json has the aliases, which a circle may go through.
  for (const file of ['.oxlintrc.json', 'docs/layers/oxlintrc.json', 'package.json'])
    write(file, readFileSync(join(repository, file), 'utf8'));
  write('tsconfig.json', '{ "compilerOptions": { "strict": true, "module": "nodenext", "types": [] } }');
  for (const { layer, closed, open } of layers) {
    for (const what of closed) write(closedFile(layer, what), imports(what));
    for (const what of open) write(openFile(layer, what), imports(what));
  }
  for (const { file, code } of breaches) write(file, code);
  said = lint();
});

afterAll(() => rmSync(root, { recursive: true }));

function lint(): ReadonlyMap<string, readonly string[]> {
  const run = spawnSync(join(repository, 'node_modules/.bin/oxlint'), ['--type-aware', '--format', 'json'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const { diagnostics } = JSON.parse(run.stdout) as { readonly diagnostics: readonly Diagnostic[] };
  const byFile = new Map<string, string[]>();
  for (const { filename, message, help } of diagnostics)
    byFile.set(filename, [...(byFile.get(filename) ?? []), `${message} ${help ?? ''}`]);
  return byFile;
}

describe.each(layers)('$layer', ({ layer, closed, open }) => {
  test.each(closed)('may not import %s', (what) => {
    const complaint = layer === 'main/newcomer' ? 'Only main/' : `${layer} may import only`;
    expect(said.get(closedFile(layer, what))).toContainEqual(expect.stringContaining(complaint));
  });

  test.each(open)('may import %s', (what) => {
    expect(said.get(openFile(layer, what)) ?? []).toEqual([]);
  });
});

test.each(breaches)('$file breaks a rule: $says', ({ file, says }) => {
  expect(said.get(file)).toContainEqual(expect.stringContaining(says));
});
