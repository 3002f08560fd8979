import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Transport } from '#engine/ports.ts';
import { detectorOf, traitsOf } from '#model/detectors/index.ts';
import { HalfopenError } from '#model/error.ts';
import type { Endpoint } from '#model/event.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { Native } from '#native';
import { createTimerReader } from './armed-timer.ts';
import { linkOf } from './link.ts';
import { applySocketOptions } from './socket-options.ts';

/** Dials with node:net; options are applied and read back before the link is handed out. */
export function createTransport(native: Native | null): Transport {
  const readTimer = createTimerReader(native);
  return {
    can: (detector) => canDetect(detector, native),
    async dial(to, options, signal) {
      const socket = await connected(to, signal);
      try {
        return linkOf(socket, { effective: applySocketOptions(socket, options, native), native, readTimer });
      } catch (error) {
        socket.destroy();
        throw error;
      }
    },
  };
}

function canDetect(detector: DetectorSettings, native: Native | null): ReturnType<Transport['can']> {
  const { keepalive, userTimeoutMs } = detectorOf(detector).options;
  const { polls, believes } = traitsOf(detector);
  if (keepalive === undefined && userTimeoutMs === undefined && polls === null) return true;
  if (native === null)
    return { no: 'it needs the native helper', fix: 'Run "npm run build:native"; it says what is missing.' };
  const refusal = native.refuse({ ...keepalive, ...(userTimeoutMs !== undefined && { userTimeoutMs }) });
  if (refusal !== null)
    return {
      no: `this system does not accept ${refusal.option} = ${String(refusal.value)} on a socket`,
      fix: `Allowed here: ${refusal.allowed}.`,
    };
  if (believes !== 'polling') return true;
  if (!native.abilities.tcpInfo) return { no: 'this system does not report the state of a connection' };
  if (polls?.silenceMs !== null && !native.abilities.timers)
    return {
      no: 'this system does not report when the peer last acknowledged something',
      fix: 'The rule `state` works here.',
    };
  return true;
}

/**
 * A connected socket that stays open when the peer sends FIN and never delays a small segment. An error of it is no
 * surprise to the program, however late its owner listens: `linkOf` tells of one that came before.
 * @throws HalfopenError `not-reachable` with the errno.
 */
export function connected(to: Endpoint, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: to.address, port: to.port, allowHalfOpen: true, noDelay: true });
    const abort = (): void => {
      socket.destroy();
      reject(new HalfopenError({ code: 'cancelled', fault: 'input', message: 'Cancelled while connecting.' }));
    };
    const fail = (error: NodeJS.ErrnoException): void => {
      signal.removeEventListener('abort', abort);
      reject(notReachable(to, error));
    };
    signal.addEventListener('abort', abort, { once: true });
    // It stays: after the connection is made it rejects nothing any more.
    socket.on('error', fail);
    socket.once('connect', () => {
      signal.removeEventListener('abort', abort);
      resolve(socket);
    });
  });
}

const usualHint = 'Check that a probe server listens there and that no firewall blocks it.';
/** Where more can be said than that. */
const hints: Readonly<Record<string, string>> = {
  ENOTFOUND: 'Check the spelling of the host, or give its address.',
  EAI_AGAIN: 'The name server did not answer: give the address of the host.',
  EMFILE: 'This program has reached its limit of open files: raise it (ulimit -n) and start again.',
  ENFILE: 'This system has reached its limit of open files: close other programs.',
  EADDRNOTAVAIL: 'No local port is left for that destination: use another of its addresses, or fewer sessions.',
};

function notReachable(to: Endpoint, error: NodeJS.ErrnoException): HalfopenError {
  return new HalfopenError(
    {
      code: 'not-reachable',
      fault: 'peer',
      message: `No TCP connection to ${to.address} port ${to.port}: ${error.code ?? error.message}.`,
      hint: (error.code === undefined ? undefined : hints[error.code]) ?? usualHint,
      ...(error.code === undefined ? {} : { errno: error.code }),
    },
    error,
  );
}
