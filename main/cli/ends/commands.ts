/** server and client: the two ends of a probe between two machines. */
import { Option } from 'commander';
import type { ClientOptions } from '../options.ts';
import type { CommandFrame } from '../frame.ts';
import { defaultPort, durationValue, hostPortValue, listenPortValue, wholeValue } from '../terminal/values.ts';
import type { HostPort } from '../terminal/values.ts';
import { shortDuration } from '#model/duration.ts';
import { HalfopenError } from '#model/error.ts';
import type { SocketOptions } from '#model/options.ts';
import type { FrameFormat } from '#model/wire/frame.ts';

export function addEndCommands(frame: CommandFrame): void {
  frame.root.commandsGroup('Two machines:');
  addServer(frame);
  addClient(frame);
}

/** Help shows the default as it would be typed. */
function durationOption(flags: string, description: string, defaultMs: number): Option {
  return new Option(flags, description).argParser(durationValue).default(defaultMs, shortDuration(defaultMs));
}

interface ServerFlags {
  readonly host: string;
  readonly port: number;
  readonly pongDelay: number;
  readonly beat?: number;
}

function addServer({ root, handlers, finish, signal }: CommandFrame): void {
  root
    .command('server')
    .summary('the end that answers PING')
    .description('Answers PING with PONG until Ctrl-C. The classic pingclient may talk to it.')
    .option('--port <port>', 'where to listen', listenPortValue, defaultPort)
    .option('--host <address>', 'which address to listen on; 0.0.0.0 lets other machines in', '127.0.0.1')
    .addOption(durationOption('--pong-delay <duration>', 'answer this much later', 0))
    .option('--beat <duration>', 'send a PING of its own this often', durationValue)
    .addHelpText(
      'after',
      `
Examples:
  halfopen server --host 0.0.0.0
  halfopen server --pong-delay 5s`,
    )
    .action(({ host, port, pongDelay, beat }: ServerFlags) =>
      finish(handlers.server({ host, port, pongDelayMs: pongDelay, beatEveryMs: beat ?? null, signal })),
    );
}

interface ClientFlags {
  readonly idle: number;
  readonly interval: number;
  readonly tries: number;
  readonly frame: FrameFormat;
  readonly keepaliveIdle?: number;
  readonly keepaliveInterval?: number;
  readonly keepaliveCount?: number;
  readonly userTimeout?: number;
}

function addClient({ root, handlers, finish, signal }: CommandFrame): void {
  root
    .command('client')
    .summary('the end that sends PING and decides')
    .description(
      'Connects, watches the connection with a heartbeat, and says when the peer is gone. ' +
        'The classic pingserver will do as a peer.',
    )
    .argument('<host[:port]>', `the server, on port ${defaultPort} unless given`, hostPortValue)
    .optionsGroup('Heartbeat:')
    .addOption(durationOption('--idle <duration>', 'silence before the first PING', 10_000))
    .addOption(durationOption('--interval <duration>', 'between unanswered PINGs', 3000))
    .option('--tries <n>', 'unanswered PINGs until the peer is dead', wholeValue(1, 1000), 3)
    .addOption(new Option('--frame <format>', 'frame size').choices(['classic', 'compact']).default('classic'))
    .optionsGroup('Options of the socket:')
    .option('--keepalive-idle <duration>', 'TCP_KEEPIDLE', durationValue)
    .option('--keepalive-interval <duration>', 'TCP_KEEPINTVL', durationValue)
    .option('--keepalive-count <n>', 'TCP_KEEPCNT', wholeValue(1, 127))
    .option('--user-timeout <duration>', 'TCP_USER_TIMEOUT', durationValue)
    .optionsGroup('Options:')
    .addHelpText(
      'after',
      `
Examples:
  halfopen client 192.0.2.7
  halfopen client [::1]:43211 --idle 1s --interval 1s --tries 3
  halfopen client db.example --keepalive-idle 60s --keepalive-interval 10s --keepalive-count 6`,
    )
    .action((target: HostPort, flags: ClientFlags) =>
      finish(handlers.client({ ...target, ...clientSettings(flags), signal })),
    );
}

function clientSettings(flags: ClientFlags): Pick<ClientOptions, 'settings' | 'socketOptions'> {
  const { idle, interval, tries, frame } = flags;
  return {
    settings: { kind: 'heartbeat', idleMs: idle, intervalMs: interval, tries, from: 'client', frame },
    socketOptions: socketOptions(flags),
  };
}

function socketOptions({ keepaliveIdle, keepaliveInterval, keepaliveCount, userTimeout }: ClientFlags): SocketOptions {
  const user = userTimeout === undefined ? {} : { userTimeoutMs: userTimeout };
  if (keepaliveIdle === undefined && keepaliveInterval === undefined && keepaliveCount === undefined) return user;
  if (keepaliveIdle === undefined || keepaliveInterval === undefined || keepaliveCount === undefined)
    throw new HalfopenError({
      code: 'keepalive-incomplete',
      fault: 'input',
      message: 'keepalive needs all three of its settings',
      allowed: '--keepalive-idle, --keepalive-interval and --keepalive-count together, or none of them',
    });
  return { ...user, keepalive: { idleMs: keepaliveIdle, intervalMs: keepaliveInterval, count: keepaliveCount } };
}
