/** What is in the bundles as they are shipped. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { beforeAll, expect, test } from 'vitest';
import { addresses, sources } from '#shell/addresses.ts';
import { repository } from '../ground/sources.ts';
import { ensureBundles } from '../standin/launch.ts';

beforeAll(ensureBundles);

interface Bundle {
  readonly file: string;
  readonly text: string;
}

const bundles = (folder: string): readonly Bundle[] =>
  readdirSync(join(repository, 'out', folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(c?js|html|css|svg)$/.test(file))
    .map((file) => ({ file, text: readFileSync(join(repository, 'out', folder, file), 'utf8') }));

/** But for the updater, which nothing loads unless the package has a feed. */
const all = (): readonly Bundle[] =>
  ['main', 'preload', 'renderer'].flatMap(bundles).filter(({ file }) => !file.startsWith('updater-'));

/** Names that look like addresses, and what people may be sent to. None is ever fetched. */
const known: readonly RegExp[] = [
  // XML namespaces.
  /^http:\/\/www\.w3\.org\/(2000\/svg|1999\/xlink|1999\/xhtml|1998\/Math\/MathML|XML\/1998\/namespace)$/,
  // Names of JSON Schema dialects, in zod.
  /^https?:\/\/json-schema\.org\/draft[\w/-]*schema#?$/,
  // In messages of errors: React, Base UI.
  /^https:\/\/(react\.dev|base-ui\.com)\//,
  // In comments of zod and yaml.
  /^https:\/\/(github\.com\/paralleldrive\/cuid\.|exa$|tc39\.es\/ecma262\/|caniuse\.com\/)/,
  // A base to resolve relative addresses with; reserved by RFC 2606.
  /^https?:\/\/(localhost|example\.(com|org|invalid))\b/,
];

test('no address is in them that is not known', () => {
  const found = all().flatMap(({ file, text }) =>
    [...text.matchAll(/\b(?:https?|wss?):\/\/[\w$][^\s'"`\\)<>]*/g)].map(([url]) => ({ file, url })),
  );
  const ours: readonly string[] = [...Object.values(addresses), ...sources];
  expect(found.map(({ url }) => url)).toEqual(expect.arrayContaining([...ours]));
  expect(found.filter(({ url }) => !ours.includes(url) && !known.some((form) => form.test(url)))).toEqual([]);
});

test('the switch of developers is not there', () => {
  expect(all().filter(({ text }) => /HALFOPEN_DEV/.test(text))).toEqual([]);
  const main = bundles('main').find(({ file }) => file === 'index.js')?.text ?? '';
  expect(main).toContain('devTools: false');
  expect(main).not.toContain('toggleDevTools');
});

test('the view does not know where it runs', () => {
  expect(bundles('renderer').filter(({ text }) => /electron/i.test(text))).toEqual([]);
});

test('nothing in a page needs to be made from text', () => {
  const html = bundles('renderer').find(({ file }) => file === 'index.html')?.text ?? '';
  expect(html).toContain('<script type="module" crossorigin src="./assets/');
  expect(html).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son\w+=/);
});

test('nothing loads code that is not in the package', () => {
  const imported = bundles('main').flatMap(({ text }) => [...text.matchAll(/^(?:import|export) .*?from "([^"]+)"/gm)]);
  const outside = imported.map(([, what = '']) => what).filter((what) => !/^(\.\/|node:)/.test(what));
  expect([...new Set(outside)].filter((what) => !['electron', 'better-sqlite3'].includes(what))).toEqual([]);
  expect(imported.length).toBeGreaterThan(5);
});

test('the updater is loaded only when somebody asks for an update', () => {
  const updaters = bundles('main').filter(({ file }) => file.startsWith('updater-'));
  expect(updaters).toHaveLength(1);
  const [{ file } = { file: '' }] = updaters;
  const loading = bundles('main').filter(({ text }) => text.includes(file));
  expect(loading.map(({ text }) => text.includes(`import("./${file}")`))).toEqual([true]);
});

test('no Node is forked: the packed program could not', () => {
  const forking = bundles('main').filter(
    ({ file, text }) => file !== 'peer-process.js' && /ELECTRON_RUN_AS_NODE/.test(text),
  );
  expect(forking).toEqual([]);
});

interface Exposed {
  readonly key: string;
  readonly api: Readonly<Record<string, unknown>>;
}

/** Runs the built preload script on stubs, as CommonJS. */
function loadPreload(): { exposed: Exposed[]; sent: unknown[][]; heard: string[]; required: string[] } {
  const exposed: Exposed[] = [];
  const sent: unknown[][] = [];
  const heard: string[] = [];
  const required: string[] = [];
  const electron = {
    contextBridge: { exposeInMainWorld: (key: string, api: Exposed['api']) => void exposed.push({ key, api }) },
    ipcRenderer: {
      send: (...args: unknown[]) => void sent.push(args),
      on: (channel: string) => void heard.push(channel),
    },
  };
  const script = readFileSync(join(repository, 'out/preload/index.cjs'), 'utf8');
  runInNewContext(script, {
    require(name: string) {
      required.push(name);
      return electron;
    },
    module: { exports: {} },
    exports: {},
  });
  return { exposed, sent, heard, required };
}

test('the preload script exposes one function and nothing of Electron', () => {
  const { exposed, heard, required, sent } = loadPreload();
  expect(exposed.map(({ key, api }) => [key, Object.entries(Object.getOwnPropertyDescriptors(api))])).toEqual([
    ['halfopen', [['connect', expect.objectContaining({ value: expect.any(Function) })]]],
  ]);
  expect({ heard, required, sent }).toEqual({ heard: ['halfopen:port'], required: ['electron'], sent: [] });
});

test('what a page hands to that function goes nowhere', () => {
  const { exposed, sent } = loadPreload();
  const connect = exposed[0]?.api['connect'] as (...args: unknown[]) => unknown;
  expect(connect('evil', { channel: 'other' })).toBeUndefined();
  expect(sent).toEqual([['halfopen:connect']]);
});
