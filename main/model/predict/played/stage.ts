/** What one play takes place on: two hosts and their kernels, the process of the peer, our session, the fault. */
import type { Channel, Detector } from '../../detector.ts';
import type { Traits } from '../../detectors/part.ts';
import { actionsToHeal, actionsToStrike, faultTraits } from '../../faults/index.ts';
import type { Fault } from '../../faults/index.ts';
import { Jiffies } from '../../kernel/jiffies.ts';
import type { RoundTripEstimate } from '../../kernel/round-trip.ts';
import type { SocketUser } from '../../kernel/tcp-socket.ts';
import { catchUp, hurry, suppose } from '../../kernel/supposed.ts';
import type { TcpSender } from '../../kernel/tcp-sender.ts';
import type { Wheel } from '../../kernel/timer-wheel.ts';
import { VirtualTime } from '../../kernel/virtual-time.ts';
import type { SocketOptions } from '../../options.ts';
import type { Kernel } from '../../prediction.ts';
import { peerBehaviour } from '../../peer-behaviour.ts';
import { quietly } from '../../responder.ts';
import { ApplicationSocket } from '../../simulation/application-socket.ts';
import { connect, oneWayMs } from '../../simulation/connection.ts';
import type { Hosts } from '../../simulation/connection.ts';
import { Responding } from '../../simulation/responding.ts';
import { takeAll } from '../../simulation/strike.ts';
import type { Served, Site } from '../../simulation/strike.ts';
import { nsOfMs, plusMs } from '../../time.ts';
import type { Traffic } from '../../traffic.ts';
import type { FrameFormat } from '../../wire/frame.ts';
import { LateTime } from './late-time.ts';
import { PlayedSession } from './session.ts';

/** What is played, again and again. */
export interface Scene {
  readonly machine: Detector;
  readonly traits: Traits;
  readonly fault: Fault;
  readonly traffic: Traffic;
  /** Of our end, those included that the machine asks for. */
  readonly options: SocketOptions;
  readonly kernel: Kernel;
}

/** In milliseconds from the connection. */
export interface Moment {
  /** First write of `writing` traffic. */
  readonly firstWriteMs: number;
  readonly faultMs: number;
}

/**
 * What is transmitted about the end of a fault comes just before it and is lost, or just after it: so many milliseconds
 * from its time, by which it may be off.
 */
export interface Meeting {
  readonly transmitted: 'before' | 'after';
  readonly ownMs: number;
  readonly peerMs: number;
}

/** How late everything is from the fault on, and what the kernels take the path for. */
export interface Corner {
  /** Of the event loop of either end. */
  readonly ownLateMs: number;
  readonly peerLateMs: number;
  readonly wheel: Wheel;
  readonly ownEstimate: RoundTripEstimate;
  readonly peerEstimate: RoundTripEstimate;
  /** Of the end of a fault. */
  readonly healLateMs: number;
  /** The transmissions that the end of a fault meets; null for those that it happens to meet. */
  readonly meeting: Meeting | null;
}

export interface Stage {
  readonly time: VirtualTime;
  readonly session: PlayedSession;
  /** Breaks what the fault breaks, now. */
  readonly strike: () => void;
}

export function stage(scene: Scene, moment: Moment, corner: Corner): Stage {
  const { machine, traffic, kernel } = scene;
  const time = new VirtualTime();
  // Chance is for faults that leave a packet a chance: those are not played.
  const hosts: Hosts = {
    time,
    kernel,
    jiffies: new Jiffies({ time, kernel, atStart: 0, wheel: corner.wheel }),
    chance: () => 0,
  };
  const own = new LateTime(time, nsOfMs(moment.faultMs), corner.ownLateMs);
  const peer = new LateTime(time, nsOfMs(moment.faultMs), corner.peerLateMs);
  const dial = (channel: Channel): End =>
    connected(scene, channel, {
      hosts,
      peer,
      socket: new ApplicationSocket({
        tell: (signal) => session.told(channel, signal),
        soon: (run) => void own.at(time.now, run),
      }),
    });
  const main = dial('main');
  const heartbeat = machine.dedicated ? dial('heartbeat') : null;
  const session: PlayedSession = new PlayedSession({
    time: own,
    machine,
    format: formatOf(scene),
    traffic,
    firstWriteMs: moment.firstWriteMs,
    main: main.socket,
    heartbeat: heartbeat?.socket ?? null,
  });
  session.begin();
  const site = siteOf(main, heartbeat);
  const strike = (): void => {
    supposeBoth(corner, site, hosts);
    takeAll(actionsToStrike(scene.fault), site);
    session.strike();
    healLater(scene.fault, corner, site, hosts);
  };
  return { time, session, strike };
}

/** How large a frame is matters only where a buffer fills up; small ones are played faster. */
function formatOf({ traits, traffic, fault }: Scene): FrameFormat {
  const fills = traffic === 'zero-window' || faultTraits(fault).effect.is === 'stopped';
  return fills ? traits.frame : 'compact';
}

interface End {
  readonly socket: ApplicationSocket;
  readonly served: Served;
}

interface Dialling {
  readonly hosts: Hosts;
  readonly peer: LateTime;
  readonly socket: ApplicationSocket;
}

function connected({ machine, options, traffic }: Scene, channel: Channel, { hosts, peer, socket }: Dialling): End {
  const responding = new Responding(peer, quietly);
  const connection = connect(hosts, { options, ourUser: socket, theirUser: whenItGetsThere(peer, responding) });
  socket.join(connection.ours);
  responding.join(connection.theirs);
  responding.expect(peerBehaviour(machine, traffic, channel));
  return { socket, served: { connection, responding } };
}

/** A process that is told what arrives when it gets round to it. */
const whenItGetsThere = (time: LateTime, user: SocketUser): SocketUser => ({
  data: (bytes) => time.soon(() => user.data(bytes)),
  eof: () => time.soon(() => user.eof()),
  failed: (errno) => time.soon(() => user.failed(errno)),
});

function siteOf(main: End, heartbeat: End | null): Site {
  const connections = heartbeat === null ? [main.served] : [main.served, heartbeat.served];
  return { main: main.served, connections, process: connections.map(({ responding }) => responding) };
}

function supposeBoth({ ownEstimate, peerEstimate }: Corner, { connections }: Site, { jiffies }: Hosts): void {
  for (const { connection } of connections) {
    suppose(ownEstimate, connection.ours.sender, jiffies);
    suppose(peerEstimate, connection.theirs.sender, jiffies);
  }
}

function healLater(fault: Fault, { healLateMs, meeting }: Corner, site: Site, hosts: Hosts): void {
  const { healsAfterMs } = faultTraits(fault);
  const healing = actionsToHeal(fault);
  if (healsAfterMs === null || healing === null) return;
  const at = plusMs(hosts.time.now, healsAfterMs + healLateMs);
  // What is still under way when the path heals arrives.
  if (meeting?.transmitted === 'before') hosts.time.at(plusMs(at, -2 * oneWayMs), () => transmit(site, meeting, hosts));
  hosts.time.at(at, () => {
    takeAll(healing, site);
    if (meeting?.transmitted === 'after') transmit(site, meeting, hosts);
  });
}

function transmit({ connections }: Site, { transmitted, ownMs, peerMs }: Meeting, { jiffies, time }: Hosts): void {
  const now = (sender: TcpSender, withinMs: number): void =>
    transmitted === 'before' ? hurry(sender, withinMs, jiffies) : catchUp(sender, withinMs, time.now);
  for (const { connection } of connections) {
    now(connection.ours.sender, ownMs);
    now(connection.theirs.sender, peerMs);
  }
}
