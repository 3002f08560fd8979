import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findLab, loadNative } from '#native';
import { networkRefused, startPrivateHosts } from '../../main/platform/linux/private-hosts.ts';
import type { PrivateHosts } from '../../main/platform/linux/private-hosts.ts';
import { createLab } from '../../main/platform/peers/lab.ts';
import { abilities } from './network-rig.ts';

const program = findLab() ?? '';
const loaded = loadNative();
const never = new AbortController().signal;

async function hosts(number = 1): Promise<PrivateHosts> {
  if (!loaded.ok) throw new Error(loaded.reason);
  const made = await startPrivateHosts({ native: loaded.native, program, number });
  onTestFinished(() => made.close());
  return made;
}

/** Both ends of a connection between two private hosts. */
async function pair(made: PrivateHosts, port = 7000): Promise<{ client: Socket; server: Socket }> {
  if (!loaded.ok) throw new Error(loaded.reason);
  const { door, ticket } = await made.listen(port);
  const fetched = loaded.native.fetch(door, ticket);
  if (!fetched.ok) throw new Error(fetched.failure.code);
  const listener = createServer({ allowHalfOpen: true });
  listener.listen({ fd: fetched.value });
  await once(listener, 'listening');
  const accepted = new Promise<Socket>((resolve) => listener.once('connection', resolve));
  const client = await made.dial({ address: made.server, port }, never);
  const server = await accepted;
  for (const socket of [client, server]) socket.on('error', () => {});
  onTestFinished(() => {
    client.destroy();
    server.destroy();
    listener.close();
  });
  return { client, server };
}

const echoed = async (from: Socket, to: Socket): Promise<string> => {
  from.write('x');
  const [bytes] = (await once(to, 'data')) as [Buffer];
  return bytes.toString();
};

test.skipIf(abilities.hosts !== true)(
  'hosts that know each other by the router carry bytes both ways [needs: private hosts]',
  async () => {
    const made = await hosts();
    const { client, server } = await pair(made);
    expect(client.localAddress).toBe('198.18.1.2');
    expect(client.remoteAddress).toBe('198.19.1.2');
    expect(await echoed(client, server)).toBe('x');
    expect(await echoed(server, client)).toBe('x');
  },
);

test.skipIf(abilities.hosts !== true)(
  'a socket is handed to who has the ticket, once [needs: private hosts]',
  async () => {
    if (!loaded.ok) throw new Error(loaded.reason);
    const made = await hosts();
    const { door, ticket } = await made.listen(7000);
    expect(loaded.native.fetch(door, '0123456789abcdef')).toMatchObject({ ok: false, failure: { code: 'ENOENT' } });
    expect(loaded.native.fetch(door, 'short')).toMatchObject({ ok: false, failure: { code: 'EINVAL' } });
    expect(loaded.native.fetch(door, ticket)).toMatchObject({ ok: true });
    expect(loaded.native.fetch(door, ticket)).toMatchObject({ ok: false, failure: { code: 'ENOENT' } });
  },
);

test.skipIf(abilities.hosts !== true)(
  'a server that was rebooted answers a connection it does not know by RST [needs: private hosts]',
  async () => {
    const made = await hosts();
    const { client, server } = await pair(made);
    expect(await echoed(client, server)).toBe('x');
    await made.halt();
    await made.boot();
    const failed = once(client, 'error');
    client.write('x');
    expect(await failed).toMatchObject([{ code: 'ECONNRESET' }]);
  },
);

test.skipIf(abilities.hosts !== true)('a dial that nobody answers names the errno [needs: private hosts]', async () => {
  const made = await hosts();
  await expect(made.dial({ address: made.server, port: 9 }, never)).rejects.toMatchObject({
    detail: { code: 'not-reachable', errno: 'ECONNREFUSED' },
  });
});

test.skipIf(abilities.hosts !== true)(
  'a connection that is made but not handed over is no unreachable server [needs: private hosts]',
  async () => {
    if (!loaded.ok) throw new Error(loaded.reason);
    const folder = mkdtempSync(join(tmpdir(), 'halfopen-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    // As a lab whose door knows nothing of the tickets that it gives out.
    const forgetful = join(folder, 'lab');
    const other = String.raw`s/"ticket":"[0-9a-f]*"/"ticket":"0123456789abcdef"/`;
    writeFileSync(forgetful, `#!/bin/sh\n"${program}" "$@" | sed -u '${other}'\n`, { mode: 0o755 });
    const made = await startPrivateHosts({ native: loaded.native, program: forgetful, number: 2 });
    onTestFinished(() => made.close());
    await made.listen(7000);
    await expect(made.dial({ address: made.server, port: 7000 }, never)).rejects.toMatchObject({
      detail: { code: 'private-network-refused', fault: 'machine', errno: 'ENOENT' },
    });
  },
);

test('what the kernel or the lab did not answer is said in words', () => {
  expect(networkRefused('hand over a connection', 'ETIMEDOUT').message).toBe(
    'The private network could not hand over a connection: no answer in time (ETIMEDOUT).',
  );
  expect(networkRefused('shorten connection tracking', 'EINTR').message).toContain('kept changing');
});

test('a peer that receives no socket says so, and does not blame its port', async () => {
  const lab = createLab('127.0.0.1');
  onTestFinished(() => lab.close());
  const listener = { door: 'halfopen-nobody', ticket: '0123456789abcdef' };
  await expect(lab.startPeer({ host: '198.19.1.2', port: 7000, listener })).rejects.toMatchObject({
    detail: { code: 'peer-not-started', message: expect.stringContaining('no socket to listen on (ECONNREFUSED)') },
  });
});

test.skipIf(abilities.filter !== true)(
  'a program of the same name on the PATH is not taken for nft [needs: nft]',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'halfopen-'));
    const path = process.env['PATH'];
    onTestFinished(() => {
      process.env['PATH'] = path;
      rmSync(folder, { recursive: true });
    });
    writeFileSync(join(folder, 'nft'), `#!/bin/sh\ntouch "${folder}/started"\n`, { mode: 0o755 });
    process.env['PATH'] = `${folder}:${path}`;
    const made = await hosts();
    await made.filter('flush ruleset\n');
    expect(existsSync(join(folder, 'started'))).toBe(false);
  },
);

test.skipIf(abilities.filter !== true)(
  'a filter that nft does not understand is told in the words of nft [needs: nft]',
  async () => {
    const made = await hosts();
    await expect(made.filter('add nonsense\n')).rejects.toMatchObject({
      detail: { code: 'no-packet-filter', message: expect.stringContaining('syntax error') },
    });
  },
);

test.skipIf(abilities.hosts !== true)(
  'a private network that is killed says so, and refuses what is asked of it later [needs: private hosts]',
  async () => {
    const made = await hosts();
    const lost = new Promise<string>((resolve) => made.onLost(resolve));
    process.kill(made.pid, 'SIGKILL');
    expect(await lost).toContain('SIGKILL');
    await expect(made.boot()).rejects.toMatchObject({ detail: { code: 'private-network-lost' } });
  },
);
