/** How the bundles are made: the page, the processes and the bridge of the desktop app; the command line. */
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { InlineConfig, Plugin } from 'vite';

export const repository = fileURLToPath(new URL('..', import.meta.url));
const inRepository = (path: string): string => join(repository, path);
const out = inRepository('out');

/** What must not be put into a bundle: the runtime itself, and native code, which is found beside its own package. */
const external = ['electron', 'better-sqlite3', /^node:/];

/** `development` adds what a developer needs and a user must not have; it is not there at all in production. */
export type Mode = 'production' | 'development';

/** The renderer: any browser of today's Electron and of the people who use `halfopen ui`. */
export const rendererBundle = (mode: Mode): InlineConfig => ({
  ...shared(mode),
  root: inRepository('renderer'),
  base: './',
  publicDir: inRepository('renderer/public'),
  plugins: [react()],
  build: {
    outDir: join(out, 'renderer'),
    emptyOutDir: true,
    target: 'es2023',
    // Inline scripts and `data:` fonts would not pass the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Loaded from the same machine.
    chunkSizeWarningLimit: 2000,
    sourcemap: mode === 'development',
  },
});

/** Main process, host process and probe peer, for the Node 24 of Electron 45. */
export const mainBundle = (mode: Mode): InlineConfig => ({
  ...shared(mode),
  root: repository,
  plugins: [sourceAddresses('../..')],
  ssr: { noExternal: true, external: ['electron', 'better-sqlite3'] },
  build: {
    ssr: true,
    outDir: join(out, 'main'),
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    rolldownOptions: {
      external,
      input: {
        index: inRepository('main/index.ts'),
        'host-process': inRepository('main/host-process.ts'),
        'peer-process': inRepository('main/platform/peers/peer-process.ts'),
        'history-thread-program': inRepository('main/host/history-thread/history-thread-program.ts'),
      },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: chunkName },
    },
  },
});

/** The updater has addresses in it, and is loaded by packages with a feed only: it is told from the rest by its name. */
const chunkName = ({ moduleIds }: { readonly moduleIds: readonly string[] }): string =>
  moduleIds.some((id) => id.includes('/electron-updater/')) ? 'updater-[hash].js' : '[name]-[hash].js';

/** The command line, its view and its peers, for any Node that halfopen.mjs accepts. */
export const cliBundle = (mode: Mode): InlineConfig => ({
  ...shared(mode),
  root: repository,
  plugins: [sourceAddresses('..')],
  define: { ...shared(mode).define, 'process.env.HALFOPEN_BUNDLED': "'1'" },
  ssr: { noExternal: true, external: ['better-sqlite3'] },
  build: {
    ssr: true,
    outDir: join(out, 'cli', 'app'),
    emptyOutDir: true,
    target: 'node22',
    minify: false,
    rolldownOptions: {
      external,
      input: {
        halfopen: inRepository('main/cli/halfopen.mjs'),
        'peer-process': inRepository('main/platform/peers/peer-process.ts'),
        'history-thread-program': inRepository('main/host/history-thread/history-thread-program.ts'),
      },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});

/** A sandboxed preload script must be one CommonJS file (Electron, ES Modules in Electron). */
export const preloadBundle = (mode: Mode): InlineConfig => ({
  ...shared(mode),
  root: repository,
  build: {
    ssr: true,
    outDir: join(out, 'preload'),
    emptyOutDir: true,
    target: 'es2023',
    minify: false,
    rolldownOptions: {
      external,
      input: { index: inRepository('preload/index.cts') },
      output: { format: 'cjs', entryFileNames: '[name].cjs' },
    },
  },
});

const shared = (mode: Mode): InlineConfig => ({
  mode,
  configFile: false,
  envDir: false,
  logLevel: 'warn',
  define: { 'process.env.HALFOPEN_DEV': JSON.stringify(mode === 'development' ? '1' : '') },
});

/** A program that is started by its file, as a process or a thread: beside the other files of its bundle. */
const startedProgram = /new URL\(['"]\.\/(peer-process|history-thread-program)\.ts['"], import\.meta\.url\)/g;

/**
 * In a bundle, the address of a source file would be that of the bundle. Here it stays its own, so that what lies beside
 * a source file (presets, the native helper) is found in the package, wherever that is.
 * @param root of the package, seen from the folder of the bundle
 */
function sourceAddresses(root: string): Plugin {
  return {
    name: 'source-addresses',
    transform(code, id) {
      if (id.includes('node_modules') || !id.startsWith(repository) || !code.includes('import.meta.url')) return null;
      const path = `${root}/${relative(repository, id).split('\\').join('/')}`;
      const address = `new URL(${JSON.stringify(path)}, BUNDLE).href`;
      const changed = code
        .replaceAll(startedProgram, "new URL('./$1.js', BUNDLE)")
        .replaceAll('import.meta.url', address)
        .replaceAll('BUNDLE', 'import.meta.url');
      return { code: changed, map: null };
    },
  };
}
