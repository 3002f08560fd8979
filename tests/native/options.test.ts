import { mkdtempSync, openSync, closeSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fdOf } from '#native';
import type { AskedOptions } from '#native';
import { optionTable } from '../../native/wrapper/options.ts';
import { good, helper, pair } from './pair.ts';

const native = helper();

describe.each(['127.0.0.1', '::1'])('on a socket over %s', (listen) => {
  test.each<AskedOptions>([
    { idleMs: 1000 },
    { idleMs: 32_767_000 },
    { intervalMs: 1000 },
    { intervalMs: 32_767_000 },
    { count: 1 },
    { count: 127 },
    { userTimeoutMs: 0 },
    { userTimeoutMs: 1 },
    { userTimeoutMs: 2_147_483_647 },
    { keepalive: true },
    { keepalive: false },
    { keepalive: true, idleMs: 37_000, intervalMs: 11_000, count: 4, userTimeoutMs: 12_345 },
  ])('applies %o, reads it back and leaves the rest alone', async (asked) => {
    const { client } = await pair({ listen });
    const before = good(native.readOptions(fdOf(client)));
    const applied = native.applyOptions(fdOf(client), asked);
    expect(applied).toEqual({ ok: true, value: { ...before, ...asked } });
    expect(good(native.readOptions(fdOf(client)))).toEqual({ ...before, ...asked });
  });
});

const whole = 'whole seconds from 1 s to 32767 s';
test.each<[keyof AskedOptions, number, string]>([
  ['idleMs', 0, whole],
  ['idleMs', 999, whole],
  ['idleMs', 1500, whole],
  ['idleMs', -1, whole],
  ['idleMs', 32_768_000, whole],
  ['idleMs', Number.NaN, whole],
  ['intervalMs', 0, whole],
  ['intervalMs', 32_768_000, whole],
  ['intervalMs', Number.POSITIVE_INFINITY, whole],
  ['count', 0, 'a whole number from 1 to 127'],
  ['count', 128, 'a whole number from 1 to 127'],
  ['count', 2.5, 'a whole number from 1 to 127'],
  ['userTimeoutMs', -1, 'whole milliseconds from 0 ms to 2147483647 ms'],
  ['userTimeoutMs', 2_147_483_648, 'whole milliseconds from 0 ms to 2147483647 ms'],
  ['userTimeoutMs', 0.5, 'whole milliseconds from 0 ms to 2147483647 ms'],
])('refuses %s = %d, names what is allowed and changes nothing', async (option, value, allowed) => {
  const { client } = await pair();
  const before = good(native.readOptions(fdOf(client)));
  const others = { keepalive: true, idleMs: 5000, intervalMs: 6000, count: 7, userTimeoutMs: 8000 };
  expect(native.applyOptions(fdOf(client), { ...others, [option]: value })).toEqual({
    ok: false,
    refusal: { option, value, allowed },
  });
  expect(good(native.readOptions(fdOf(client)))).toEqual(before);
});

test('tells the limits of this kernel in the units of the options', () => {
  expect(native.limits).toEqual({
    idleMs: { min: 1000, max: 32_767_000, step: 1000 },
    intervalMs: { min: 1000, max: 32_767_000, step: 1000 },
    count: { min: 1, max: 127, step: 1 },
    userTimeoutMs: { min: 0, max: 2_147_483_647, step: 1 },
    keepalive: { min: 0, max: 1, step: 1 },
  });
});

test('a kernel that counts milliseconds takes them, and one without an option refuses it by name', () => {
  const table = optionTable(Int32Array.of(1, 1_000_000, 1, 1, 1_000_000, 1, 0, -1, 1, 0, -1, 1, 0, 1, 1));
  expect(table.refuse({ idleMs: 1500 })).toBeNull();
  expect(table.refuse({ idleMs: 1500, count: 3 })).toEqual({
    option: 'count',
    value: 3,
    allowed: 'nothing: this system does not have the option',
  });
  expect(table.limits.count).toBeNull();
});

test('reads what Node itself has set: whole seconds, interval 1 s, count 10', async () => {
  const { client } = await pair();
  client.setKeepAlive(true, 5400);
  expect(good(native.readOptions(fdOf(client)))).toMatchObject({
    keepalive: true,
    idleMs: 5000,
    intervalMs: 1000,
    count: 10,
  });
});

test('a socket that is gone answers EBADF to everything', async () => {
  const { client } = await pair();
  client.destroy();
  const fd = fdOf(client);
  expect(fd).toBe(-1);
  const applied = native.applyOptions(fd, { keepalive: true });
  expect(applied).toMatchObject({ ok: false, failure: { code: 'EBADF', errno: -9 }, now: null });
  const rest = ['readOptions', 'tcpInfo', 'queues', 'readiness', 'sendOob', 'cutOff', 'restore'] as const;
  expect(rest.map((operation) => native[operation](fd))).toMatchObject(
    rest.map((operation) => ({ ok: false, failure: { operation, code: 'EBADF' } })),
  );
});

test('a descriptor that is no TCP socket is left as it was', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'halfopen-'));
  const listener = createServer().listen(join(directory, 'socket'));
  const client = connect(join(directory, 'socket'));
  await once(client, 'connect');
  onTestFinished(() => {
    client.destroy();
    listener.close();
    rmSync(directory, { recursive: true });
  });
  const applied = native.applyOptions(fdOf(client), { keepalive: true });
  expect(applied).toMatchObject({ ok: false, failure: { code: 'ENOTSUP' } });
  expect(native.cutOff(fdOf(client))).toMatchObject({ ok: false, failure: { code: 'EAFNOSUPPORT' } });

  const file = openSync('/dev/null', 'r');
  onTestFinished(() => closeSync(file));
  expect(native.readOptions(file)).toMatchObject({ ok: false, failure: { code: 'ENOTSOCK' } });
});
