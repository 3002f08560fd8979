/** Worker: spins over sockets until the kernel has closed each, and posts when it saw that (monotonic ns). */
import { parentPort, workerData } from 'node:worker_threads';
import { loadNative } from '#native';

const loaded = loadNative();
if (!loaded.ok) throw new Error(loaded.reason);
const { native } = loaded;
const fds = workerData as number[];
const diedAt = fds.map(() => 0);
let open = fds.length;
parentPort?.postMessage('watching');
while (open > 0)
  for (const [index, fd] of fds.entries()) {
    if (diedAt[index] !== 0) continue;
    const info = native.tcpInfo(fd);
    // EBADF: the main thread was told first and has closed it already.
    if (info.ok && info.value.state !== 'CLOSED') continue;
    diedAt[index] = Number(native.monotonicNs());
    open -= 1;
  }
parentPort?.postMessage(diedAt);
