/** What the linter cannot say about the layers; the rest is in forbidden-import.test.ts. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, normalize } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { layers } from '../../docs/layers/table.ts';
import { allFiles, packageOf, repository, sources } from './sources.ts';

/** `main/engine` of `main/engine/deep/run.ts`; the top folder of everything outside of main and renderer. */
function layerOf(file: string): string {
  const [top = '', second = ''] = file.split('/');
  return top === 'main' || top === 'renderer' ? `${top}/${second}` : top;
}

const all = sources();
const shipped = all.filter(({ file }) => /^(main|native|preload|renderer)\//.test(file));
const words = (text = ''): readonly string[] => text.split(' ').filter((word) => word !== '');

const json = (file: string): unknown => JSON.parse(readFileSync(join(repository, file), 'utf8'));

test('a relative import never leaves its layer', () => {
  const leaving = shipped.flatMap(({ file, imports }) =>
    imports
      .filter((what) => what.startsWith('.') && layerOf(normalize(join(dirname(file), what))) !== layerOf(file))
      .map((what) => `${file} imports ${what}`),
  );
  expect(shipped.some(({ imports }) => imports.some((what) => what.startsWith('.')))).toBe(true);
  expect(leaving).toEqual([]);
});

test('the simulated kernel is a witness of its own: it imports nothing of predictions and detectors', () => {
  const kernel = shipped.filter(({ file }) => dirname(file) === 'main/model/kernel');
  const leaving = kernel.flatMap(({ file, imports }) =>
    imports.map((what) => normalize(join(dirname(file), what))).filter((what) => dirname(what) !== dirname(file)),
  );
  expect(leaving).toContain('main/model/time.ts');
  expect(leaving.filter((what) => /^main\/model\/(predict|detectors)\//.test(what))).toEqual([]);
});

test('every layer has a row in docs/layers/table.ts, and every row is a layer', () => {
  const rows = layers.flatMap(({ where }) => words(where));
  const found = new Set(shipped.map(({ file }) => layerOf(file)));
  expect(found.size).toBeGreaterThan(15);
  expect([...found].filter((layer) => !rows.includes(layer))).toEqual([]);
  expect(rows.filter((row) => !existsSync(join(repository, row)))).toEqual([]);
});

test('what the table opens is there: aliases of package.json, packages that it depends on', () => {
  const manifest = json('package.json') as {
    readonly imports: Readonly<Record<string, string>>;
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const aliases = Object.keys(manifest.imports).map((alias) => alias.replace('/*', ''));
  const packages = ['electron', ...Object.keys(manifest.dependencies)];
  const isKnown = (what: string): boolean =>
    what.startsWith('#') ? aliases.includes(what.split('/')[0] ?? '') : packages.includes(packageOf(what) ?? '');
  const opened = layers.flatMap((row) => [...words(row.layers), ...words(row.packages)]);
  expect(opened.filter((what) => !what.startsWith('node:') && !isKnown(what))).toEqual([]);
});

test.each(layers.filter(({ pure }) => pure))('$where is pure: no types of Node or of the DOM', ({ where }) => {
  expect(json(`${where}/tsconfig.json`)).toMatchObject({ compilerOptions: { lib: ['es2024'], types: [] } });
});

test('no file or folder is a grab bag, and none has a name that the field does not use', () => {
  const refused = /(?<![a-z])(saboteur|util|common|misc|helper)s?(?![a-z])/i;
  expect(allFiles().filter((file) => refused.test(file) || basename(file).startsWith('types.'))).toEqual([]);
  expect(['main/helpers/a.ts', 'main/url-utils.ts'].every((file) => refused.test(file))).toBe(true);
});

test('index.ts is the door of a layer or of one of its folders, never deeper', () => {
  const doors = all.map(({ file }) => file).filter((file) => basename(file) === 'index.ts');
  const isDoor = (file: string) => [dirname(file), dirname(dirname(file))].includes(layerOf(file) ?? '');
  // Every language of the view is a folder of words.
  const isLanguage = (file: string) => /^renderer\/view\/words\/\w+\/index\.ts$/.test(file);
  expect(doors.filter((file) => !isDoor(file) && !isLanguage(file) && file !== 'main/index.ts')).toEqual([]);
});

test('the top level is fixed', () => {
  const folders = readdirSync(repository, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !['.git', 'node_modules', 'out', 'dist', 'coverage'].includes(entry.name))
    .map(({ name }) => name);
  const fixed = ['.ci', '.github', 'bench', 'build', 'docs', 'main', 'native', 'preload', 'renderer', 'tests'];
  expect(folders.filter((name) => !fixed.includes(name))).toEqual([]);
});

test.each(['setTimeout(() => {}, 1)', 'process.pid', 'window', "import('node:fs')", 'performance.now()'])(
  'in a pure layer %s does not even compile',
  (expression) => {
    const copy = mkdtempSync(join(tmpdir(), 'halfopen-types-'));
    onTestFinished(() => rmSync(copy, { recursive: true }));
    for (const part of ['main/model', 'package.json', 'tsconfig.base.json'])
      cpSync(join(repository, part), join(copy, part), { recursive: true });
    const compile = (): string =>
      spawnSync(join(repository, 'node_modules/.bin/tsc'), ['--noEmit', '-p', join(copy, 'main/model')], {
        encoding: 'utf8',
      }).stdout;
    expect(compile()).toBe('');
    writeFileSync(join(copy, 'main/model/forbidden.ts'), `export const taken: unknown = ${expression};\n`);
    expect(compile()).toMatch(/^.*forbidden\.ts\(1,\d+\): error TS(2304|2307|2591|2584|2580)/);
  },
);
