import { readFileSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { printError } from '#cli/terminal/print-error.ts';
import { parsePlan } from '#contract/experiment/plan-file.ts';
import { HalfopenError } from '#model/error.ts';
import type { ErrorFault } from '#model/error.ts';

function printed(error: unknown, debug = false): { readonly text: string; readonly exitCode: number } {
  let text = '';
  const exitCode = printError(error, { write: (more) => void (text += more), debug, colors: false });
  return { text, exitCode };
}

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('an error that was foreseen', () => {
  it('says what happened, where, what is allowed and what to do, without a stack', () => {
    const error = new HalfopenError({
      code: 'x',
      fault: 'machine',
      message: 'the helper cannot be loaded, so nothing can be cut off',
      path: 'faults[0]',
      given: 'blackhole',
      allowed: 'fin, rst',
      errno: 'ENOENT',
      hint: 'npm run build:native',
    });
    expect(printed(error)).toEqual({
      exitCode: 3,
      text: `halfopen: the helper cannot be loaded, so nothing can be cut off
  where:   faults[0]
  given:   blackhole
  allowed: fin, rst
  error:   ENOENT
  hint:    npm run build:native
`,
    });
  });

  it('shows the stack and its cause when debugging', () => {
    const error = new HalfopenError({ code: 'x', fault: 'input', message: 'no' }, new Error('because'));
    expect(printed(error, true).text).toMatch(
      /^halfopen: no\n\nHalfopenError: no\n {4}at [\s\S]+caused by: Error: because/,
    );
  });

  it.each<[ErrorFault, number]>([
    ['input', 2],
    ['peer', 2],
    ['machine', 3],
    ['internal', 4],
  ])('of fault %s ends with %i', (fault, exitCode) => {
    expect(printed(new HalfopenError({ code: 'x', fault, message: 'no' })).exitCode).toBe(exitCode);
  });

  it('lists every problem of an experiment file once', () => {
    const { text, exitCode } = printed(
      thrownBy(() => parsePlan('detectors: [{ kind: eof, x: 1 }]\nfaults: []', { name: 'bad.yaml' })),
    );
    expect(exitCode).toBe(2);
    expect(text).toMatchInlineSnapshot(`
      "halfopen: bad.yaml is not a valid experiment: 2 problems
        line 1, detectors[0].x: unknown key, allowed: kind, role
        line 2, faults: given [], allowed: a list of at least one fault
        hint:    "halfopen presets show classic" prints a complete example
      "
    `);
  });
});

describe('an error of the file system', () => {
  it('is about the path that somebody gave, not about Halfopen', () => {
    expect(printed(thrownBy(() => readFileSync('/nonexistent/result.json')))).toEqual({
      exitCode: 2,
      text: 'halfopen: /nonexistent/result.json does not exist, or its folder does not\n  error:   ENOENT\n',
    });
    expect(printed(thrownBy(() => readFileSync('/'))).text).not.toContain('at ');
  });
});

describe('an error that nobody foresaw', () => {
  it('ends with 4, keeps the stack in a file and asks for a report', () => {
    const { text, exitCode } = printed(new TypeError('x is undefined'));
    const file = /please report it with: (?<file>.+)\n$/.exec(text)?.groups?.['file'] ?? '';
    expect(exitCode).toBe(4);
    expect(text).toMatch(/^halfopen: internal error: x is undefined\n/);
    expect(text).not.toContain('    at ');
    expect(readFileSync(file, 'utf8')).toContain('TypeError: x is undefined\n    at ');
    rmSync(file);
  });

  it('shows the stack when debugging', () => {
    expect(printed(new TypeError('x'), true).text).toContain('    at ');
  });

  it('may be anything that can be thrown', () => {
    expect(printed('a word', true)).toEqual({
      exitCode: 4,
      text: 'halfopen: internal error: a word\n\na word\n',
    });
  });
});
