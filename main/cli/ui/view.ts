/** The built view: where it is, and how it gets there. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { HalfopenError } from '#model/error.ts';
import { runScript } from '#platform';

const inRepository = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

const assets = inRepository('out/renderer/');
/** Only a checkout has sources to build from; packages bring the view along. */
const bundler = inRepository('build/bundle.ts');
const vite = inRepository('node_modules/vite/package.json');

/**
 * The folder of the view. In a checkout it is built first when it is older than its sources.
 * @returns null when `signal` came before the view was ready
 * @throws HalfopenError `view-not-built`
 */
export async function builtView(signal: AbortSignal): Promise<string | null> {
  if (existsSync(bundler) && existsSync(vite)) {
    const code = await runScript(bundler, ['renderer', '--if-stale'], signal);
    if (signal.aborted) return null;
    if (code !== 0) throw notBuilt('The view could not be built.', 'The lines above say why.');
  }
  if (!existsSync(`${assets}index.html`))
    throw notBuilt(
      'The view is not built, and what builds it is not installed.',
      'Run "npm ci" in the checkout, or install Halfopen again.',
    );
  return assets;
}

const notBuilt = (message: string, hint: string): HalfopenError =>
  new HalfopenError({ code: 'view-not-built', fault: 'machine', message, hint });
