/** A door in a process of its own, with a view whose largest file has 8 MiB. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { FromDoor } from './door-child.ts';

export const largest = '/assets/large.js';

export interface DoorProcess {
  readonly port: number;
  readonly token: string;
  /** What of its memory is in RAM. */
  rssMiB(): Promise<number>;
  /** The page, as a browser gets it; rejects when nobody is there any more. */
  page(): Promise<string>;
}

/** Ends with the test. */
export async function openDoorProcess(): Promise<DoorProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'halfopen-door-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<title>the view</title>');
  writeFileSync(join(folder, largest), 'x'.repeat(8 << 20));
  const child = fork(new URL('./door-child.ts', import.meta.url), [folder], { execArgv: [] });
  const heard = async (): Promise<FromDoor> => ((await once(child, 'message')) as [FromDoor])[0];
  onTestFinished(() => {
    child.kill();
    rmSync(folder, { recursive: true });
  });
  const { port, hash } = new URL((await heard()).url);
  return {
    port: Number(port),
    token: hash.slice('#token='.length),
    async rssMiB() {
      child.send('memory');
      return (await heard()).rssMiB;
    },
    page: () =>
      new Promise((resolve, reject) => {
        get({ port, host: '127.0.0.1', agent: false }, (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (part: string) => void (text += part));
          response.once('end', () => resolve(text));
        }).once('error', reject);
      }),
  };
}

/** As a page of ours would begin. */
export const upgradeLines = (port: number, path: string): readonly string[] => [
  `GET ${path} HTTP/1.1`,
  `Host: 127.0.0.1:${port}`,
  `Origin: http://127.0.0.1:${port}`,
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];
