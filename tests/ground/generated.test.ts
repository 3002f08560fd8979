import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generatedFiles } from '../../docs/generated.ts';
import { repository } from './sources.ts';

test.each([...generatedFiles()])('%s is what the code makes of it today (npm run docs)', (path, text) => {
  expect(readFileSync(join(repository, path), 'utf8')).toBe(text);
});
