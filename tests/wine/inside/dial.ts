/** Runs on Windows: connects to a port of this machine with keepalive as asked, and says how it ends. argv: port, idle ms, interval ms. */
import { connect } from 'node:net';
import { loadNative, fdOf } from '#native';

const [port = '', idleMs = '', intervalMs = ''] = process.argv.slice(2);
const loaded = loadNative();
if (!loaded.ok) throw new Error(loaded.reason);
const { native } = loaded;

const socket = connect({ host: '127.0.0.1', port: Number(port) }, () => {
  const set = native.applyOptions(fdOf(socket), {
    keepalive: true,
    idleMs: Number(idleMs),
    intervalMs: Number(intervalMs),
  });
  process.stdout.write(`set ${JSON.stringify(set)}\n`);
});
const began = process.hrtime.bigint();
const sinceMs = (): number => Number((process.hrtime.bigint() - began) / 1_000_000n);
socket.on('error', ({ code, syscall }: NodeJS.ErrnoException) =>
  process.stdout.write(`error ${JSON.stringify({ code, syscall, afterMs: sinceMs() })}\n`),
);
socket.on('close', () => process.exit(0));
socket.resume();
