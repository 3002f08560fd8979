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

if (import.meta.main) {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { dev: { type: 'boolean' }, 'if-stale': { type: 'boolean' } },
  });
  const what = (['renderer', 'cli'] as const).find((name) => name === positionals[0]) ?? 'app';
  const mode = values.dev === true ? 'development' : 'production';
  if (values['if-stale'] !== true || isStale(what, mode)) await bundle(what, mode);
}
