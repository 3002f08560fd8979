/** Whether an ordinary user may have private hosts here, found out by making some. */
import { spawnSync } from 'node:child_process';
import type { Capability } from '#model/capability.ts';
import { findLab } from '#native';
import { LabLine } from './lab-messages.ts';
import type { LabAnswer } from './lab-messages.ts';
import { errnoName, labEnvironment, requestLine } from './lab-process.ts';
import { notBuilt, refusedStep } from './lab-refusal.ts';
import { everyRule, trackingRule } from './network-rules.ts';
import { refusedFilter } from './private-hosts.ts';

type Answer = Capability['can'];

export interface NetworkAbilities {
  /** Namespaces, joined by cables. */
  readonly hosts: Answer;
  /** Packet filters in them: the program nft, and nf_tables in the kernel. */
  readonly filter: Answer;
  /** Connection tracking, for a firewall that can forget. */
  readonly tracking: Answer;
  /** What goes over its wires. */
  readonly capture: Answer;
}

/** Its answers have these numbers; 0 is the beginning. */
const [filterId, trackId, pickUpId, forgetId, captureId] = [1, 2, 3, 4, 5];
const nft = ['run', 'router', 'nft', '-f', '-'];
const requests = [
  requestLine(filterId, nft, everyRule),
  requestLine(trackId, nft, trackingRule),
  requestLine(pickUpId, ['sysctl', 'router', 'net/netfilter/nf_conntrack_tcp_loose', '0']),
  requestLine(forgetId, ['forget-after', '1']),
  requestLine(captureId, ['capture', 'client']),
].join('');
/** The last number: run in no lab. */
const probeNumber = '255';
/** It takes 30 ms. */
const limitMs = 10_000;

export interface ProbeParts {
  readonly program?: string | null;
  readonly env?: NodeJS.ProcessEnv;
}

/** Makes private hosts, breaks them in every way, and lets them go. */
export function probeNetwork({ program = findLab(), env = labEnvironment() }: ProbeParts = {}): NetworkAbilities {
  if (process.platform !== 'linux') return none({ no: 'private hosts need Linux namespaces' });
  if (program === null) return none(notBuilt);
  const run = spawnSync(program, [probeNumber], { env, input: requests, timeout: limitMs, encoding: 'utf8' });
  // Refused early, it leaves the requests unread (EPIPE): what it said still counts.
  const answers = answersOf(run.stdout ?? '');
  const begun = answers.get(0);
  if (begun === undefined)
    return none({
      no: `the program that runs them does not start (${run.error?.message ?? run.signal ?? run.stderr})`,
    });
  if (begun.result < 0) return none(refusedStep(begun.step ?? '?', errnoName(begun.result)));
  const filter = filtered(answers.get(filterId));
  const tracking = filter === true ? tracked(answers) : filter;
  return { hosts: true, filter, tracking, capture: captured(answers.get(captureId)) };
}

/** Once for a program: nothing that it finds changes while one runs. */
export function rememberedProbe(probe: () => NetworkAbilities = probeNetwork): () => NetworkAbilities {
  let known: NetworkAbilities | null = null;
  return () => (known ??= probe());
}

const none = (why: Exclude<Answer, true>): NetworkAbilities => ({
  hosts: why,
  filter: why,
  tracking: why,
  capture: why,
});

const answersOf = (text: string): ReadonlyMap<number, LabAnswer> =>
  new Map(
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => LabLine.parse(JSON.parse(line)))
      .filter((line) => 'id' in line)
      .map((answer) => [answer.id, answer]),
  );

function filtered(answer: LabAnswer | undefined): Answer {
  if (answer === undefined) return { no: 'nft did not finish' };
  if (answer.result === 0) return true;
  const { message, hint } = refusedFilter(answer);
  return { no: message.replace(/\.$/, ''), fix: hint };
}

function captured(answer: LabAnswer | undefined): Answer {
  if (answer === undefined || answer.result >= 0) return true;
  return {
    no: `packets cannot be captured (${errnoName(answer.result)})`,
    fix: 'The kernel needs packet sockets (CONFIG_PACKET); load them once: sudo modprobe af_packet.',
  };
}

function tracked(answers: ReadonlyMap<number, LabAnswer>): Answer {
  const ruled = filtered(answers.get(trackId));
  if (ruled !== true) return ruled;
  const failed = [pickUpId, forgetId].map((id) => answers.get(id)?.result ?? 0).find((result) => result < 0);
  if (failed === undefined) return true;
  return {
    no: `connections cannot be tracked (${errnoName(failed)})`,
    fix: 'The kernel needs nf_conntrack and its netlink; load them once: sudo modprobe nf_conntrack nf_conntrack_netlink.',
  };
}
