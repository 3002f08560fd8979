import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';
import { saveOutputs } from '#cli/run/save-outputs.ts';
import { summarize } from '#model/result/summarize.ts';
import { defaultReportsFolder } from '#recorder';
import { requires } from '../precondition.ts';
import { temporaryFolder } from '../recorder/folder.ts';
import { ended, finished, started } from '../recorder/story.ts';

const { test } = requires('a data folder that the environment names', process.platform === 'linux');
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

test('a report beside the history is for its owner only; one that the user puts somewhere is as any other file', () => {
  vi.stubEnv('XDG_DATA_HOME', temporaryFolder());
  const mask = process.umask(0o022);
  const printing = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  onTestFinished(() => {
    printing.mockRestore();
    process.umask(mask);
    vi.unstubAllEnvs();
  });
  const result = summarize([started('a'), ended('a', 0, 10), finished('a')], 'a');
  const elsewhere = join(temporaryFolder(), 'shared', 'result.json');
  saveOutputs(result, { json: elsewhere, lang: 'en', history: false });
  const [report = ''] = readdirSync(defaultReportsFolder());
  expect([modeOf(defaultReportsFolder()), modeOf(join(defaultReportsFolder(), report))]).toEqual(['700', '600']);
  expect([modeOf(join(elsewhere, '..')), modeOf(elsewhere)]).toEqual(['755', '644']);
});
