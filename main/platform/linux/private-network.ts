/** Whether an ordinary user may have private hosts here: a user namespace with its own network, veth and nft. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Capability } from '#model/capability.ts';

type Answer = Capability['can'];

const steps: readonly { readonly script: string; readonly missing: string; readonly fix: string }[] = [
  { script: 'command -v ip', missing: 'the program "ip" is missing', fix: 'apt install iproute2' },
  { script: 'command -v nft', missing: 'the program "nft" is missing', fix: 'apt install nftables' },
  {
    script: 'ip link set lo up && ip link add name ho0 type veth peer name ho1',
    missing: 'a private network interface cannot be made',
    fix: 'The kernel needs veth (CONFIG_VETH); load it once with "sudo modprobe veth".',
  },
  {
    script: 'nft add table inet halfopen',
    missing: 'packet filters cannot be set in a private network',
    fix: 'The kernel needs nf_tables; load it once with "sudo modprobe nf_tables".',
  },
];

/** Settings of distributions that forbid user namespaces; read only to explain a refusal, never to predict one. */
const suspects = [
  'user/max_user_namespaces',
  'kernel/unprivileged_userns_clone',
  'kernel/apparmor_restrict_unprivileged_userns',
];
const limitMs = 5000;
// An ordinary user's PATH often lacks the folders where ip and nft live.
const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin:/usr/bin:/bin` };

export async function probePrivateNetwork(): Promise<Answer> {
  if (process.platform !== 'linux') return { no: 'private hosts need Linux namespaces' };
  const entered = await run('true');
  if (entered !== null)
    return {
      no: `user namespaces are not available: ${entered}`,
      fix: `Look at ${explain()}; see docs/packaging.md.`,
    };
  for (const { script, missing, fix } of steps) {
    const refused = await run(script);
    if (refused !== null) return { no: refused === '' ? missing : `${missing}: ${refused}`, fix };
  }
  return true;
}

/** Null when it worked, else the first line of what was said. */
function run(script: string): Promise<string | null> {
  const args = ['--user', '--map-root-user', '--net', '--', 'sh', '-c', script];
  return new Promise((resolve) =>
    execFile('unshare', args, { env, timeout: limitMs }, (error, _out, said) => {
      if (error === null) return resolve(null);
      resolve(
        (said.trim() || ('code' in error && error.code === 'ENOENT' ? 'no "unshare" program' : '')).split('\n')[0] ??
          '',
      );
    }),
  );
}

function explain(): string {
  const known = suspects.flatMap((name) => {
    try {
      return [`${name.replace('/', '.')}=${readFileSync(`/proc/sys/${name}`, 'utf8').trim()}`];
    } catch {
      return [];
    }
  });
  return known.length === 0 ? 'the security policy of this system' : known.join(', ');
}
