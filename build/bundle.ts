/** `node build/bundle.ts [renderer|app|cli] [--dev] [--if-stale]`: writes the bundles to out/. */
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { cliBundle, mainBundle, preloadBundle, rendererBundle } from './bundles.ts';
import type { Mode } from './bundles.ts';
import { putBesideCli } from './cli-tree.ts';
import { digest, isStale, markFresh } from './stale.ts';

export type Bundled = 'renderer' | 'app' | 'cli';

/** One after the other: each wants all cores. */
export async function bundle(what: Bundled, mode: Mode): Promise<void> {
  const before = digest(mode);
  // React and its plugin ask this, whoever has started the build.
  process.env['NODE_ENV'] = mode;
  await build(rendererBundle(mode));
  markFresh('renderer', before);
  if (what === 'renderer') return;
  if (what === 'cli') {
    await build(cliBundle(mode));
    putBesideCli();
    return markFresh('cli', before);
  }
  await build(mainBundle(mode));
  await build(preloadBundle(mode));
  markFresh('app', before);
}

const named: Readonly<Record<Bundled, string>> = {
  renderer: "the app's view",
  app: 'the desktop app',
  cli: 'the command line',
};

/** Builds what is older than its sources, and says in one line what it does and how long that took. */
export async function bundleIfStale(what: Bundled, mode: Mode): Promise<void> {
  if (!isStale(what, mode)) return;
  const began = performance.now();
  process.stderr.write(`halfopen: building ${named[what]} from its sources ... `);
  // When it fails, Vite ends the line and says why.
  await bundle(what, mode);
  process.stderr.write(`${((performance.now() - began) / 1000).toFixed(1)} s\n`);
}

if (import.meta.main) {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { dev: { type: 'boolean' }, 'if-stale': { type: 'boolean' } },
  });
  const what = (['renderer', 'cli'] as const).find((name) => name === positionals[0]) ?? 'app';
  const mode = values.dev === true ? 'development' : 'production';
  await (values['if-stale'] === true ? bundleIfStale : bundle)(what, mode);
}
