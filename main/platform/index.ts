/** The door of the platform: real sockets, real processes, the real clock. */
import { arch, release, type } from 'node:os';
import type { LivePorts, Ports, Transport } from '#engine/ports.ts';
import type { Capabilities } from '#model/capability.ts';
import type { Kernel } from '#model/prediction.ts';
import type { HostFacts } from '#model/result.ts';
import { loadNative } from '#native';
import metadata from '#package' with { type: 'json' };
import { probeCapabilities } from './any/capabilities.ts';
import { seededChance } from './any/chance.ts';
import { createClock } from './any/clock.ts';
import { createGauge } from './any/gauge.ts';
import { createGlance } from './any/glance.ts';
import { filterHere } from './any/filter-here.ts';
import { createLab } from './any/lab.ts';
import { operatingSystem } from './any/operating-system.ts';
import { forkPeer } from './any/peer-starter.ts';
import type { StartPeer } from './any/peer-starter.ts';
import { createSaboteur } from './any/saboteur.ts';
import { createTransport } from './any/transport.ts';
import type { CaptureFolder } from './linux/capture-folder.ts';
import { linuxKernel } from './linux/kernel.ts';
import { withNetworkFaults } from './linux/network-saboteur.ts';
import { withPrivateHosts } from './linux/private-lab.ts';
import { rememberedProbe } from './linux/private-network.ts';

const loopback = '127.0.0.1';

const networkAbilities = rememberedProbe();

/**
 * Everything the engine needs, on this machine's loopback and, for faults that need them, on private hosts.
 * Call once per run: it owns the run's processes.
 * @param startProcess for programs that cannot fork Node, such as a packaged Electron
 * @param captures takes what goes over private networks
 */
export function createPorts(startProcess: StartPeer = forkPeer, captures?: CaptureFolder): Ports {
  const helper = loadNative();
  const native = helper.ok ? helper.native : null;
  const filter = filterHere()?.share() ?? null;
  const clock = createClock();
  const kernel = thisKernel();
  const { lab, dialler } = withPrivateHosts(
    createLab(loopback, startProcess, async () => filter?.close()),
    { native, kernel, ...(captures !== undefined && { captures }) },
  );
  return {
    clock,
    lab,
    kernel,
    transport: dialler(createTransport(native)),
    saboteur: withNetworkFaults(createSaboteur({ native, filter }), networkAbilities),
    gauge: createGauge(clock, () => lab.pids),
    chance: seededChance,
    host: hostFacts(kernel),
  };
}

/** Everything that live sessions need. Call once per program: it owns its probe servers. */
export function createLivePorts(startProcess: StartPeer = forkPeer): LivePorts {
  const helper = loadNative();
  const native = helper.ok ? helper.native : null;
  const filter = filterHere()?.share() ?? null;
  return {
    clock: createClock(),
    lab: createLab(loopback, startProcess, async () => filter?.close()),
    kernel: thisKernel(),
    transport: createTransport(native),
    saboteur: createSaboteur({ native, filter }),
    glance: createGlance(native),
  };
}

/** Connections to any host, without a lab. */
export function createDialer(): Transport {
  const helper = loadNative();
  return createTransport(helper.ok ? helper.native : null);
}

export async function capabilities(): Promise<Capabilities> {
  const helper = loadNative();
  const filter = filterHere();
  const cutters = { native: helper.ok ? helper.native : null, filter: filter?.share() ?? null };
  const saboteur = withNetworkFaults(createSaboteur(cutters), networkAbilities);
  return probeCapabilities(helper, saboteur, { filter, network: networkAbilities() });
}

/** The kernel that runs here. Off Linux only the closed forms that need no tick rate hold. */
export function thisKernel(): Kernel {
  const helper = loadNative();
  return { ...linuxKernel(helper.ok ? helper.native : null), os: operatingSystem() };
}

/** This machine, as results remember it. */
export const thisHost = (): HostFacts => hostFacts(thisKernel());

function hostFacts(kernel: Kernel): HostFacts {
  return {
    os: type(),
    kernel: release(),
    arch: arch(),
    hz: kernel.hz,
    retries2: kernel.retries2,
    node: process.version,
    halfopen: metadata.version,
  };
}

export { allowFirewall } from './any/firewall-consent.ts';
export { seededChance } from './any/chance.ts';
export { createClock, monotonicNow } from './any/clock.ts';
export { createCaptureFolder } from './linux/capture-folder.ts';
export type { CaptureFile, CaptureFolder } from './linux/capture-folder.ts';
export { listen } from './any/probe-listener.ts';
export type { Listening } from './any/probe-listener.ts';
export { forkPeer } from './any/peer-starter.ts';
export type { PeerProcess, StartPeer } from './any/peer-starter.ts';
