/** `node build/bundle.ts [renderer|app] [--dev]`: writes the bundles to out/. */
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { mainBundle, preloadBundle, rendererBundle } from './bundles.ts';
import type { Mode } from './bundles.ts';

/** One after the other: each wants all cores. */
export async function bundle(what: 'renderer' | 'app', mode: Mode): Promise<void> {
  await build(rendererBundle(mode));
  if (what === 'renderer') return;
  await build(mainBundle(mode));
  await build(preloadBundle(mode));
}

if (import.meta.main) {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { dev: { type: 'boolean' } } });
  await bundle(positionals[0] === 'renderer' ? 'renderer' : 'app', values.dev === true ? 'development' : 'production');
}
