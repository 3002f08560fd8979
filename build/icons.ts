/**
 * `node build/icons.ts`: draws every icon of the packages from renderer/public/icon.svg, in Chromium. The results are
 * committed, so that nobody needs this to package.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import pngToIco from 'png-to-ico';
import { repository } from './bundles.ts';

const svg = readFileSync(join(repository, 'renderer/public/icon.svg'), 'utf8');
const into = (path: string): string => join(repository, 'build', path);

/** hicolor (freedesktop.org, Icon Theme Specification). */
const linuxSizes = [16, 32, 48, 64, 128, 256, 512];
/** What Explorer asks for at its scales. */
const windowsSizes = [16, 24, 32, 48, 64, 128, 256];
/** Type by size in pixels. */
const macTypes = {
  icp4: 16,
  icp5: 32,
  ic07: 128,
  ic08: 256,
  ic09: 512,
  ic10: 1024,
  ic11: 32,
  ic12: 64,
  ic13: 256,
  ic14: 512,
};
/** On a Mac the drawing keeps a margin of a tenth on each side (Human Interface Guidelines, App icons). */
const macMargin = 0.1;

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage();

async function drawn(size: number, margin = 0): Promise<Buffer> {
  await page.setViewportSize({ width: size, height: size });
  const inner = Math.round(size * (1 - 2 * margin));
  const style = `margin:${(size - inner) / 2}px;width:${inner}px;height:${inner}px;display:block`;
  await page.setContent(`<body style="margin:0">${svg.replace('<svg', `<svg style="${style}"`)}`);
  return page.screenshot({ omitBackground: true });
}

/** Apple Icon Image format: four letters, the length with these eight bytes, then PNG files each in such a chunk. */
function chunk(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8, type, 'latin1');
  head.writeUInt32BE(8 + content.length, 4);
  return Buffer.concat([head, content]);
}

try {
  mkdirSync(into('icons'), { recursive: true });
  for (const size of linuxSizes) writeFileSync(into(`icons/${size}x${size}.png`), await drawn(size));
  writeFileSync(into('icon.png'), await drawn(1024));
  const windows = [];
  for (const size of windowsSizes) windows.push(await drawn(size));
  writeFileSync(into('icon.ico'), await pngToIco(windows));
  const mac = [];
  for (const [type, size] of Object.entries(macTypes)) mac.push(chunk(type, await drawn(size, macMargin)));
  writeFileSync(into('icon.icns'), chunk('icns', Buffer.concat(mac)));
} finally {
  await browser.close();
}
