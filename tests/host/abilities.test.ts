import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { protocolVersion } from '#contract/wire/abilities.ts';
import { capabilities, monotonicNow, thisKernel } from '#platform';
import { failureOf, openRig } from './rig.ts';

test('a host tells what it can do here, and its clock', async () => {
  const { client, historyPath } = await openRig();
  const before = monotonicNow();
  const abilities = await client.call('host.abilities', null);
  expect(abilities).toMatchObject({
    protocol: protocolVersion,
    host: { node: process.version },
    kernel: thisKernel(),
    historyPath,
    pdf: { no: expect.any(String), fix: expect.stringContaining('print') },
    reveal: { fix: expect.stringContaining(dirname(historyPath)) },
    quit: { no: expect.any(String) },
  });
  expect(abilities.capabilities.map(({ id }) => id)).toEqual((await capabilities()).items.map(({ id }) => id));
  expect(abilities.now).toBeGreaterThan(before);
  const later = await client.call('host.abilities', null);
  expect(later.now).toBeGreaterThan(abilities.now);
  expect(await failureOf(client.call('host.reveal', null))).toMatchObject({ code: 'no-reveal' });
});

test('what the program around it can do, the host can do', async () => {
  const revealed: string[] = [];
  const { client, folder } = await openRig({
    pdf: () => Promise.resolve(new Uint8Array()),
    reveal: (what) => {
      revealed.push(what);
      return Promise.resolve();
    },
    quit: () => {},
  });
  expect(await client.call('host.abilities', null)).toMatchObject({ pdf: true, reveal: true, quit: true });
  await client.call('host.reveal', null);
  expect(revealed).toEqual([folder]);
});
