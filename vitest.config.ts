import { defineConfig } from 'vitest/config';
import SkipReporter from './tests/skip-reporter.ts';

/** Suites that start real sockets and processes: after the rest and one file at a time, so that none starves another. */
const sockets = ['native', 'platform', 'lab', 'interop', 'wine', 'serve', 'host', 'cli', 'shell', 'packaging', 'e2e']
  .map((folder) => `tests/${folder}/**/*.test.ts`)
  .concat('tests/ground/extension.test.ts');

export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 60_000,
    reporters: ['default', new SkipReporter()],
    // Group orders start at 1: vitest puts single-worker projects of group 0 in a group of its own choice.
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: ['tests/**/*.test.ts'],
          exclude: sockets,
          maxWorkers: '100%',
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: { name: 'sockets', include: sockets, fileParallelism: false, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
