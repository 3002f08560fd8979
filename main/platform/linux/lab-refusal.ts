/** Why there are no private hosts, in words, and what would help. */
import { readFileSync } from 'node:fs';
import { HalfopenError } from '#model/error.ts';

export interface Refusal {
  readonly no: string;
  readonly fix: string;
}

/** Settings of distributions that forbid user namespaces; read only to explain a refusal, never to predict one. */
const suspects = [
  'user/max_user_namespaces',
  'kernel/unprivileged_userns_clone',
  'kernel/apparmor_restrict_unprivileged_userns',
] as const;

type Read = (setting: string) => string | null;

/** Each step of halfopen-lab's beginning (native/lab/hosts.c), where it failed and with which errno. */
export function refusedStep(step: string, errno: string, read: Read = sysctl): Refusal {
  const restricted = read('kernel/apparmor_restrict_unprivileged_userns') === '1';
  switch (step) {
    case 'user-namespace':
      return {
        no: `the kernel allows no user namespace (${errno})`,
        fix: remedyForNamespaces(errno, restricted, read),
      };
    case 'user-mapping':
      return {
        no: `a user namespace may be made but gives no rights (${errno})`,
        fix: remedyForNamespaces(errno, restricted, read),
      };
    case 'network-namespace':
      return {
        no: `the kernel allows no network namespace (${errno})`,
        fix: restricted ? appArmor : `Raise the limit: sudo sysctl user.max_net_namespaces=1024${explain(read)}.`,
      };
    case 'veth':
      return {
        no: `private hosts cannot be joined by a cable (veth: ${errno})`,
        fix: restricted ? appArmor : 'The kernel needs veth (CONFIG_VETH); load it once with "sudo modprobe veth".',
      };
    default:
      return {
        no: `private hosts cannot be set up (${step}: ${errno})`,
        fix: `The security policy of this system is in the way${explain(read)}.`,
      };
  }
}

const appArmor =
  'AppArmor restricts user namespaces: install the profile of this program, ' +
  'or allow all: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0.';

function remedyForNamespaces(errno: string, restricted: boolean, read: Read): string {
  if (read('user/max_user_namespaces') === '0' || errno === 'ENOSPC')
    return `Raise the limit: sudo sysctl user.max_user_namespaces=10000${explain(read)}.`;
  if (read('kernel/unprivileged_userns_clone') === '0')
    return `Allow them: sudo sysctl kernel.unprivileged_userns_clone=1${explain(read)}.`;
  if (restricted) return appArmor;
  return `The security policy of this system forbids them (a container often does)${explain(read)}.`;
}

function explain(read: Read): string {
  const known = suspects.flatMap((name) => {
    const value = read(name);
    return value === null ? [] : [`${name.replace('/', '.')}=${value}`];
  });
  return known.length === 0 ? '' : ` (now ${known.join(', ')})`;
}

function sysctl(name: string): string | null {
  try {
    return readFileSync(`/proc/sys/${name}`, 'utf8').trim();
  } catch {
    return null;
  }
}

export const notBuilt: Refusal = {
  no: 'the program that holds them is missing',
  fix: 'Run "npm run build:native"; it says what is missing.',
};

/** As an error, for whoever asked for hosts all the same. */
export const cannotHost = ({ no, fix }: Refusal, errno?: string): HalfopenError =>
  new HalfopenError({
    code: 'no-private-network',
    fault: 'machine',
    message: `No private hosts can be made: ${no}.`,
    hint: fix,
    ...(errno !== undefined && { errno }),
  });
