/** `node build/bundle.ts [renderer|app] [--dev] [--if-stale]`: writes the bundles to out/. */
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { mainBundle, preloadBundle, rendererBundle } from './bundles.ts';
import type { Mode } from './bundles.ts';
import { digest, isStale, markFresh } from './stale.ts';

/** One after the other: each wants all cores. */
export async function bundle(what: 'renderer' | 'app', mode: Mode): Promise<void> {
  const before = digest(mode);
  // React and its plugin ask this, whoever has started the build.
  process.env['NODE_ENV'] = mode;
  await build(rendererBundle(mode));
  markFresh('renderer', before);
  if (what === 'renderer') return;
  await build(mainBundle(mode));
  await build(preloadBundle(mode));
  markFresh('app', before);
}

if (import.meta.main) {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { dev: { type: 'boolean' }, 'if-stale': { type: 'boolean' } },
  });
  const what = positionals[0] === 'renderer' ? 'renderer' : 'app';
  const mode = values.dev === true ? 'development' : 'production';
  if (values['if-stale'] !== true || isStale(what, mode)) await bundle(what, mode);
}
