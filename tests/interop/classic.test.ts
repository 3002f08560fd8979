import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect } from 'vitest';
import { requires } from '../precondition.ts';
import { buildClassic, halfopen, hasCompiler, portOf, start } from './programs.ts';

const quick = ['--idle', '500ms', '--interval', '300ms', '--tries', '3'];
/** 500 + 3 x 300 ms. */
const budgetMs = 1400;
const secondsIn = (line: string): number => Number(/([\d.]+) s after the last data/.exec(line)?.[1]);

requires('a C compiler', hasCompiler).describe('with the classic programs', () => {
  let classic: ReturnType<typeof buildClassic>;
  const { test } = requires('a C compiler', hasCompiler);
  beforeAll(() => {
    classic = buildClassic();
  });
  afterAll(() => classic.remove());

  test('our client keeps a classic server for alive: PONG in host byte order resets the count', async () => {
    const server = start(classic.server, ['0']);
    const client = halfopen('client', `127.0.0.1:${portOf(await server.line(/port/))}`, ...quick);
    await client.line(/PONG received, count reset/);
    await server.line(/ping/);
    client.kill();
    expect(await client.exit).toBe(130);
    expect(client.lines.filter((line) => line.includes('dead'))).toEqual([]);
    await server.line(/gone/);
  });

  test('our client survives a classic server that answers late, as long as it is within the tries', async () => {
    const server = start(classic.server, ['0', '450']);
    const client = halfopen('client', `127.0.0.1:${portOf(await server.line(/port/))}`, ...quick);
    await client.line(/heartbeat 2 sent/);
    await client.line(/PONG received, count reset/);
    client.kill();
    await client.exit;
    expect(client.lines.filter((line) => line.includes('dead'))).toEqual([]);
  });

  test('our client gives a classic server up that answers later than its tries allow', async () => {
    const server = start(classic.server, ['0', '3000']);
    const client = halfopen('client', `127.0.0.1:${portOf(await server.line(/port/))}`, ...quick);
    const dead = await client.line(/connection dead/);
    expect(secondsIn(dead) * 1000).toBeGreaterThanOrEqual(budgetMs - 2);
    expect(await client.exit).toBe(0);
  });

  test('a classic client keeps our server for alive', async () => {
    const server = halfopen('server', '--port', '0');
    const client = start(classic.client, [portOf(await server.line(/listening/)), '300', '200', '3']);
    await client.line(/reset/);
    expect(client.lines.filter((line) => line.includes('dead'))).toEqual([]);
    server.kill();
    await client.line(/closed/);
    expect(await server.exit).toBe(0);
  });

  test('a classic client gives our server up when its PONG is delayed beyond the budget', async () => {
    const server = halfopen('server', '--port', '0', '--pong-delay', '5s');
    const client = start(classic.client, [portOf(await server.line(/listening/)), '300', '200', '3']);
    const dead = await client.line(/connection dead after/);
    expect(Number(/(\d+) ms/.exec(dead)?.[1])).toBeGreaterThanOrEqual(900);
    server.kill();
    await server.exit;
  });
});

const { test: plain } = requires('loopback', true);

plain('our client and our server: stale PONGs of a slow server do not keep it alive', async () => {
  const server = halfopen('server', '--port', '0', '--pong-delay', '700ms');
  const client = halfopen('client', `127.0.0.1:${portOf(await server.line(/listening/))}`, ...quick);
  await client.line(/stale PONG: it answers heartbeat 0/);
  await client.line(/connection dead/);
  expect(client.lines.filter((line) => line.includes('count reset'))).toEqual([]);
  expect(await client.exit).toBe(0);
  server.kill();
  await server.exit;
});

plain('against a silent listener the client is dead after idle + tries x interval, and says each step', async () => {
  const silent = createServer();
  const port = await new Promise<number>((resolve) => {
    silent.listen(0, '127.0.0.1', () => resolve((silent.address() as AddressInfo).port));
  });
  const client = halfopen('client', `127.0.0.1:${port}`, ...quick, '--user-timeout', '30s');
  const dead = await client.line(/connection dead: 3 heartbeats unanswered/);
  expect(secondsIn(dead) * 1000).toBeGreaterThanOrEqual(budgetMs - 2);
  expect(client.lines.filter((line) => line.startsWith('heartbeat')).length).toBe(3);
  expect(client.lines).toContain('user timeout: 30000 ms (read back)');
  expect(await client.exit).toBe(0);
  silent.close();
});

plain('a server that goes away is told at once', async () => {
  const server = halfopen('server', '--port', '0');
  const client = halfopen('client', `127.0.0.1:${portOf(await server.line(/listening/))}`, '--idle', '30s');
  await client.line(/connected/);
  server.kill();
  await client.line(/closed by the peer/);
  expect(await client.exit).toBe(0);
});

plain('nobody there and port in use are one clear line each', async () => {
  const nobody = halfopen('client', '127.0.0.1:1');
  await nobody.line(/No TCP connection to 127.0.0.1 port 1: ECONNREFUSED/);
  expect(await nobody.exit).toBe(2);
  const first = halfopen('server', '--port', '0');
  const port = portOf(await first.line(/listening/));
  const second = halfopen('server', '--port', port);
  await second.line(/is in use by another program/);
  expect(await second.exit).toBe(2);
  first.kill();
  await first.exit;
});
