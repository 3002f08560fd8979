/** Reports as PDF, by the shell's own printer with Chromium behind the stand-in. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { requires } from '../precondition.ts';
import { chromiumPath, startStandIn } from '../standin/launch.ts';

const main = fileURLToPath(new URL('paper-main.ts', import.meta.url));

const hostile = `<!doctype html><title>report</title><style>p { color: red }</style>
  <p>measured</p><script>fetch('https://elsewhere.example/script'); document.title = 'ran'</script>
  <img src="https://elsewhere.example/image.png"><link rel="stylesheet" href="https://elsewhere.example/style.css">
  <iframe src="app://halfopen/index.html"></iframe><meta http-equiv="refresh" content="0;url=https://elsewhere.example/">`;

requires('Chromium', existsSync(chromiumPath)).test(
  'a report is printed by a window that runs nothing, fetches nothing and keeps nothing',
  async () => {
    const home = mkdtempSync(join(tmpdir(), 'halfopen-paper-'));
    onTestFinished(() => rmSync(home, { recursive: true }));
    const app = await startStandIn({ main, home, args: [hostile] });
    expect(await app.close()).toBe(0);
    const pdf = readFileSync(join(home, 'documents', 'paper.pdf'));
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.includes('/Title (report)')).toBe(true);
    const windows = app.calls.filter(({ name }) => name === 'BrowserWindow').map(({ args }) => args[0]);
    expect(windows).toEqual([
      {
        show: false,
        webPreferences: expect.objectContaining({
          javascript: false,
          sandbox: true,
          contextIsolation: true,
          nodeIntegration: false,
          webviewTag: false,
          partition: 'paper',
        }),
      },
    ]);
    expect(windows[0]).not.toHaveProperty('webPreferences.preload');
    expect(app.calls.find(({ name }) => name === 'window.loadURL')?.args[0]).toMatch(/^app:\/\/paper\/[\da-f-]{36}$/);
    expect(app.refused.filter((url) => !url.startsWith('https://elsewhere.example/'))).toEqual([]);
    expect(app.refused.filter((url) => /image|style|script/.test(url))).toEqual([]);
  },
);
