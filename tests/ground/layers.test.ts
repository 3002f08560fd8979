/** What the linter cannot say about the layers; the rest is in forbidden-import.test.ts. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, normalize } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { repository, sources } from './sources.ts';

/** `main/engine` of `main/engine/deep/run.ts`; the top folder of everything outside of main. */
function layerOf(file: string): string {
  const [top = '', second = ''] = file.split('/');
  return top === 'main' ? `main/${second}` : top;
}

const all = sources();

test('a relative import never leaves its layer', () => {
  const shipped = all.filter(({ file }) => /^(main|native|preload|renderer)\//.test(file));
  const leaving = shipped.flatMap(({ file, imports }) =>
    imports
      .filter((what) => what.startsWith('.') && layerOf(normalize(join(dirname(file), what))) !== layerOf(file))
      .map((what) => `${file} imports ${what}`),
  );
  expect(shipped.some(({ imports }) => imports.some((what) => what.startsWith('.')))).toBe(true);
  expect(leaving).toEqual([]);
});

test('every layer has a list of what it may import in .oxlintrc.json', () => {
  const config = readFileSync(join(repository, '.oxlintrc.json'), 'utf8');
  const layers = new Set(all.map(({ file }) => layerOf(file)).filter((layer) => /^main|^native/.test(layer)));
  expect(layers.size).toBeGreaterThan(3);
  // `main/index.ts` and its like put layers together: each is a layer of one file.
  const listOf = (layer: string): string =>
    layer.endsWith('.ts') ? `"files": ["${layer}"]` : `"files": ["${layer}/**"]`;
  expect([...layers].filter((layer) => !config.includes(listOf(layer)))).toEqual([]);
});

test('no file is a grab bag', () => {
  const names = all.map(({ file }) => file);
  expect(names.filter((file) => /^(utils?|helpers?|common|misc|types)\./.test(basename(file)))).toEqual([]);
  expect(names.filter((file) => /\/(utils?|helpers?|common|misc)\//.test(file))).toEqual([]);
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
