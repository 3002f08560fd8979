/** The only door to the native helper, and the only place that loads a `.node` file. */
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { wrap } from './wrapper/wrap.ts';
import type { Binding } from './wrapper/binding.ts';
import type { Native } from './wrapper/native.ts';

export type {
  Abilities,
  Applied,
  ArmedTimer,
  Diag,
  Failure,
  Native,
  Outcome,
  Queues,
  Readiness,
  Span,
} from './wrapper/native.ts';
export type { AskedOptions, KernelOptions, Limit, Limits, OptionName, Refusal } from './wrapper/options.ts';
export { tcpInfoSlotBytes } from './wrapper/tcp-info.ts';
export type { Connection, ConnectionEnd, ConnectionTable } from './wrapper/connection.ts';
export type { CongestionState, TcpInfo } from './wrapper/tcp-info.ts';
export type { TcpState } from './wrapper/tcp-state.ts';

export type Loaded =
  | { readonly ok: true; readonly native: Native; readonly path: string }
  | { readonly ok: false; readonly reason: string; readonly remedy: string };

/** HO_SURFACE of socket.h. */
const surface = 6;
const packageRoot = fileURLToPath(new URL('..', import.meta.url));
let loaded: Loaded | undefined;

/** The helper of this machine, loaded once; never throws. */
export function loadNative(): Loaded {
  loaded ??= loadNativeFrom(packageRoot);
  return loaded;
}

/**
 * Looks only where the package itself puts helpers. One that was built here is newer than the one that came with the
 * sources: native/build/build.mjs removes it when it is not.
 */
export function loadNativeFrom(root: string): Loaded {
  const target = `${process.platform}-${process.arch}`;
  const places = [join(root, 'out', 'native'), join(root, 'native', 'prebuilds')];
  const tried: string[] = [];
  for (const place of places) {
    const path = join(place, target, 'halfopen.node');
    const attempt = tryToLoad(path);
    if (typeof attempt !== 'string') return { ok: true, native: wrap(attempt), path };
    tried.push(`${relative(root, path)} ${attempt}`);
  }
  return {
    ok: false,
    reason: `no native helper in ${root}: ${tried.join('; ')}`,
    remedy: remedies[process.platform] ?? remedies.linux,
  };
}

/** The program that holds private hosts (native/lab): where it is, or null where there is none. */
export function findLab(root: string = packageRoot): string | null {
  const target = join(`${process.platform}-${process.arch}`, 'halfopen-lab');
  // A program cannot be started from within an archive: Electron keeps it beside.
  const beside = root.replace(/app\.asar(?=[\\/]|$)/, 'app.asar.unpacked');
  const places = [join(beside, 'out', 'native', target), join(beside, 'native', 'prebuilds', target)];
  return places.find((path) => existsSync(path)) ?? null;
}

/** Where there is a compiler for it, the helper can be built; packages bring it along. */
const remedies: Readonly<Partial<Record<NodeJS.Platform, string>>> & { readonly linux: string } = {
  linux: 'run "npm run build:native"; it needs a C compiler, for example from "apt install gcc libc6-dev"',
  win32: 'install Halfopen again, the version for this processor (x64 or arm64)',
  darwin: 'run "npm run build:native"; it needs the compiler of "xcode-select --install"',
};

function tryToLoad(path: string): Binding | string {
  if (!existsSync(path)) return 'is not there';
  try {
    const binding: Binding = createRequire(import.meta.url)(path);
    const built = binding.surface();
    return built === surface ? binding : `is of another version (${built}, not ${surface})`;
  } catch (error) {
    return `does not load (${error instanceof Error ? error.message : String(error)})`;
  }
}

/**
 * The descriptor of a `net.Socket` at this moment (on Windows its SOCKET, which Node does not show), -1 when it has
 * none. Ask anew for every call and never keep the answer over an await: after a close the kernel gives the same
 * number to another socket.
 */
export function fdOf(socket: object): number {
  const { _handle: handle }: { readonly _handle?: { readonly fd?: unknown } | null } = socket;
  if (handle === null || handle === undefined) return -1;
  if (typeof handle.fd === 'number' && handle.fd >= 0) return handle.fd;
  const helper = loadNative();
  const ends = endsOf(socket);
  return helper.ok && ends !== null ? helper.native.locate(...ends) : -1;
}

function endsOf(socket: {
  readonly localAddress?: unknown;
  readonly localPort?: unknown;
  readonly remoteAddress?: unknown;
  readonly remotePort?: unknown;
}): readonly [string, string] | null {
  const { localAddress, localPort, remoteAddress, remotePort } = socket;
  if (typeof localAddress !== 'string' || typeof remoteAddress !== 'string') return null;
  return [`${localAddress} ${String(localPort)}`, `${remoteAddress} ${String(remotePort)}`];
}
