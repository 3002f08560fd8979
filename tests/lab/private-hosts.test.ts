import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { findLab, loadNative } from '#native';
import { startPrivateHosts } from '../../main/platform/linux/private-hosts.ts';
import type { PrivateHosts } from '../../main/platform/linux/private-hosts.ts';
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
