/** Runs on Windows: every call of the helper once, on real sockets; says what came of it as JSON. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { fdOf, loadNative } from '#native';
import type { Native } from '#native';

if (process.send !== undefined) {
  // The child of this script: ticks until it is ended.
  setInterval(() => process.send?.('tick'), 20);
} else {
  const loaded = loadNative();
  if (!loaded.ok) throw new Error(loaded.reason);
  process.stdout.write(`${JSON.stringify(await everyCall(loaded.native))}\n`);
  process.exit(0);
}

async function everyCall(native: Native): Promise<object> {
  return {
    program: process.execPath,
    version: process.versions.node,
    limits: native.limits,
    abilities: native.abilities,
    v4: await onPair(native, '127.0.0.1'),
    v6: await onPair(native, '::1'),
    clock: clock(native),
    suspended: await suspending(native),
    refusedPid: native.suspend(0x7fff_fff0, true),
    netns: native.enterNetns({ fd: 0 }),
    parent: native.dieWithParent(),
    diag: native.openDiag(),
    systemFolder: native.systemFolder(),
  };
}

async function onPair(native: Native, host: string): Promise<object> {
  const listener = createServer({ allowHalfOpen: true }).listen(0, host);
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const accepted = new Promise<Socket>((resolve) => listener.once('connection', resolve));
  const client = connect({ host, port, allowHalfOpen: true });
  await once(client, 'connect');
  const server = await accepted;
  server.pause();
  for (const socket of [client, server]) socket.on('error', () => {});
  const fd = fdOf(client);
  const before = native.readOptions(fd);
  const set = native.applyOptions(fd, { keepalive: true, idleMs: 5500, intervalMs: 3000 });
  const mine = native.connections();
  const said = {
    found: fd >= 0,
    bothEnds: fdOf(server) >= 0 && fdOf(server) !== fd,
    before,
    set,
    wrongCount: native.applyOptions(fd, { count: 3 }),
    userTimeout: native.applyOptions(fd, { userTimeoutMs: 3000 }),
    off: native.applyOptions(fd, { keepalive: false }),
    info: native.tcpInfo(fd),
    queues: native.queues(fd),
    cut: native.cutOff(fd),
    oob: native.sendOob(fd, 33),
    quiet: native.readiness(fd),
    connections: mine.ok
      ? mine.value.connections.filter(({ local, remote }) => local.port === port || remote?.port === port)
      : mine,
    pid: process.pid,
    clientPort: client.localPort,
    port,
    foreign: native.locate(`${host} 1`, `${host} 2`),
    malformed: native.locate('nowhere', 'at all'),
    scoped: native.locate('fe80::1%1 1', 'fe80::2%1 2'),
    ...(await ending(native, client, server)),
  };
  listener.close();
  return said;
}

/** What can be seen of an end that is coming, and of a socket that is gone. */
async function ending(native: Native, client: Socket, server: Socket): Promise<object> {
  const fd = fdOf(client);
  client.pause();
  server.write('four');
  server.end();
  const waiting = await seen(native, client, ({ readableBytes }) => readableBytes >= 4);
  const wasAt = [client.localAddress, client.localPort, client.remoteAddress, client.remotePort];
  client.destroy();
  await once(client, 'close');
  server.destroy();
  return {
    waiting,
    gone: fdOf(client),
    located: native.locate(`${wasAt[0]} ${wasAt[1]}`, `${wasAt[2]} ${wasAt[3]}`),
    afterClose: native.readOptions(fdOf(client)),
    notASocket: native.readOptions(fd + 0x10_000),
  };
}

async function seen(native: Native, socket: Socket, good: (found: { readableBytes: number }) => boolean) {
  for (;;) {
    const found = native.readiness(fdOf(socket));
    if (!found.ok || good(found.value)) return found;
    await new Promise((resolve) => void setTimeout(resolve, 10));
  }
}

/** The helper's clock between two readings of Node's: the same clock. */
function clock(native: Native): object {
  const before = process.hrtime.bigint();
  const ours = native.monotonicNs();
  const after = process.hrtime.bigint();
  const wall = Date.now();
  return {
    between: before <= ours && ours <= after,
    wallOffByMs: Math.abs(Number(native.realtimeNs() / 1_000_000n) - wall),
  };
}

/** A process that ticks falls silent while it is suspended, and goes on afterwards. */
async function suspending(native: Native): Promise<object> {
  const child = fork(process.argv[1] ?? '', { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  let ticks = 0;
  child.on('message', () => (ticks += 1));
  await once(child, 'message');
  const pid = child.pid ?? 0;
  const stopped = native.suspend(pid, true);
  await new Promise((resolve) => void setTimeout(resolve, 300)); // what was on its way arrives
  const atStop = ticks;
  await new Promise((resolve) => void setTimeout(resolve, 500));
  const whileStopped = ticks - atStop;
  const resumed = native.suspend(pid, false);
  await once(child, 'message');
  child.kill();
  await once(child, 'exit');
  return { stopped: stopped.ok, whileStopped, resumed: resumed.ok };
}
