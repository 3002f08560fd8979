/** A main script for the stand-in: prints the page that it is given, and asks for the printed page once more. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
// oxlint-disable-next-line no-restricted-imports -- runs in the place of main/index.ts
import { app } from 'electron';
import { guardEverything } from '#shell/page/guards.ts';
import { createPrinter } from '#shell/page/paper.ts';
import { registerScheme } from '#shell/page/scheme.ts';

registerScheme();
guardEverything(() => undefined);
await app.whenReady();
const pdf = await createPrinter()(process.argv[2] ?? '');
writeFileSync(join(app.getPath('documents'), 'paper.pdf'), pdf);
app.exit(0);
