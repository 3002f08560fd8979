/** `npm run docs`: writes every generated file. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedFiles } from './generated.ts';

const repository = join(import.meta.dirname, '..');
for (const [path, text] of generatedFiles()) {
  const file = join(repository, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
