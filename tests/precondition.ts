/** Tests that need what some machines lack: skipped there, with the lack in their name. */
import { describe, test } from 'vitest';

type Run = () => unknown;

/**
 * `requires('a C compiler', hasCompiler).test('builds the helper', () => …)`.
 * For what only shows inside a test, call `context.skip('needs …')` there.
 */
export function requires(need: string, present: boolean) {
  const named = (name: string): string => (present ? name : `${name} [needs: ${need}]`);
  return {
    test: (name: string, run: Run, timeoutMs?: number): void => test.skipIf(!present)(named(name), run, timeoutMs),
    describe: (name: string, run: () => void): unknown => describe.skipIf(!present)(named(name), run),
  };
}
