/** The door of the platform: real sockets, real processes, the real clock. */
import { arch, release, type } from 'node:os';
import type { LivePorts, Ports, Transport } from '#engine/ports.ts';
import type { Capabilities } from '#model/capability.ts';
import type { Kernel } from '#model/prediction.ts';
import type { HostFacts } from '#model/result/result.ts';
import { loadNative } from '#native';
import metadata from '#package' with { type: 'json' };
import { probeCapabilities } from './machine/capabilities.ts';
import { seededChance } from './machine/chance.ts';
import { createClock } from './machine/clock.ts';
import { createLoadMeter } from './machine/load-meter.ts';
import { createTcpInfoReader } from './sockets/read-tcp-infos.ts';
import { filterHere, leftoverRules } from './faults/filter-here.ts';
import { createLab } from './peers/lab.ts';
import { operatingSystem } from './machine/operating-system.ts';
import { forkPeer } from './peers/peer-starter.ts';
import type { StartPeer } from './peers/peer-starter.ts';
import { createFaultInjector } from './faults/fault-injector.ts';
import { createTransport } from './sockets/transport.ts';
import type { CaptureFolder } from './linux/capture-folder.ts';
import { linuxKernel } from './linux/kernel.ts';
import { withNetworkFaults } from './linux/network-fault-injector.ts';
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
    faultInjector: withNetworkFaults(createFaultInjector({ native, filter }), networkAbilities),
    loadMeter: createLoadMeter(clock, () => lab.pids),
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
    faultInjector: createFaultInjector({ native, filter }),
    readTcpInfos: createTcpInfoReader(native),
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
  const faultInjector = withNetworkFaults(createFaultInjector(cutters), networkAbilities);
  const found = { filter, leftover: await leftoverRules(), network: networkAbilities() };
  return probeCapabilities(helper, faultInjector, found);
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

export { allowFirewall } from './faults/firewall-consent.ts';
export { leftoverRules } from './faults/filter-here.ts';
export { seededChance } from './machine/chance.ts';
export { createClock, monotonicNow } from './machine/clock.ts';
export { runScript } from './machine/run-script.ts';
export { createCaptureFolder } from './linux/capture-folder.ts';
export type { CaptureFile, CaptureFolder } from './linux/capture-folder.ts';
export { listen } from './peers/probe-listener.ts';
export type { Listening } from './peers/probe-listener.ts';
export { forkPeer } from './peers/peer-starter.ts';
export type { PeerProcess, StartPeer } from './peers/peer-starter.ts';
