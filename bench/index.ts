/** `npm run bench [-- --json F]`: figures of this machine, beside named rivals in the same run. Never pass or fail. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { deathToVerdict } from './death-to-verdict.ts';
import { mistakeRate } from './mistake-rate.ts';
import { privateNetwork } from './private-network.ts';
import type { Row } from './row.ts';
import { tcpInfoBatch } from './tcp-info-batch.ts';

const { values } = parseArgs({ options: { json: { type: 'string' } } });
const rows: Row[] = [
  ...(await tcpInfoBatch()),
  ...(await deathToVerdict()),
  ...(await privateNetwork()),
  ...(await mistakeRate()),
];

const figure = (value: number | undefined, unit: string): string =>
  value === undefined ? '' : `${Number(value.toPrecision(3)).toLocaleString('en-US')} ${unit}`;
for (const { name, ours, unit, rival, rivalName, ratio, spread } of rows) {
  const against =
    ratio === undefined
      ? ''
      : `  ${rivalName} ${figure(rival, unit)}  ratio ${ratio.toFixed(1)} (${spread?.map((r) => r.toFixed(1)).join('–')})`;
  process.stdout.write(`${name.padEnd(36)} ${figure(ours, unit).padStart(12)}${against}\n`);
}
if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify({ schema: 'halfopen.bench/1', rows }, null, 2)}\n`);
