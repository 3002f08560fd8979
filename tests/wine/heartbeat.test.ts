/** Heartbeats between a Node for Windows and one for Linux, each way, and what each notices. */
import { expect } from 'vitest';
import { halfopen, portOf } from '../interop/programs.ts';
import { requires } from '../precondition.ts';
import { prepared } from './windows-node.ts';
import { halfopenOnWindows } from './windows.ts';

const { describe, test } = requires(prepared.missing ?? 'wine64', prepared.missing === undefined);
const settings = ['--idle', '500ms', '--interval', '300ms', '--tries', '3'];
/** 500 + 3 x 300 ms; Node may wake a millisecond early. */
const budgetMs = 1398;
const silenceMs = (line: string): number => Number(/([\d.]+) s after the last data/.exec(line)?.[1]) * 1000;

describe('heartbeats across systems', () => {
  test('a Linux client keeps a Windows server for alive and notices its death', async () => {
    const server = halfopenOnWindows('server', '--port', '0');
    const client = halfopen('client', `127.0.0.1:${portOf(await server.line(/listening/))}`, ...settings);
    await client.line(/PONG received, count reset/);
    server.kill();
    await client.line(/closed by the peer|connection dead|ECONNRESET/);
    await client.exit;
  });

  test('a Windows client keeps a Linux server for alive and notices its death', async () => {
    const server = halfopen('server', '--port', '0');
    const client = halfopenOnWindows('client', `127.0.0.1:${portOf(await server.line(/listening/))}`, ...settings);
    await client.line(/PONG received, count reset/);
    server.kill();
    await client.line(/closed by the peer|connection dead|ECONNRESET/);
    expect(await server.exit).toBe(0);
    await client.exit;
  });

  test('a Windows client gives up a Linux server whose PONGs come too late', async () => {
    const server = halfopen('server', '--port', '0', '--pong-delay', '5s');
    const client = halfopenOnWindows('client', `127.0.0.1:${portOf(await server.line(/listening/))}`, ...settings);
    expect(silenceMs(await client.line(/connection dead/))).toBeGreaterThanOrEqual(budgetMs);
    expect(await client.exit).toBe(0);
    server.kill();
    await server.exit;
  });

  test('a Linux client gives up a Windows server whose PONGs come too late', async () => {
    const server = halfopenOnWindows('server', '--port', '0', '--pong-delay', '5s');
    const client = halfopen('client', `127.0.0.1:${portOf(await server.line(/listening/))}`, ...settings);
    expect(silenceMs(await client.line(/connection dead/))).toBeGreaterThanOrEqual(budgetMs);
    expect(await client.exit).toBe(0);
  });
});
