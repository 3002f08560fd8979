import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { faultKinds, isNetworkFault } from '#model/faults/index.ts';
import { requires } from '../precondition.ts';

const cli = new URL('../../main/cli/halfopen.mjs', import.meta.url).pathname;
const ask = [process.execPath, cli, 'capabilities', '--json'] as const;
interface Item {
  readonly id: string;
  readonly can: true | { readonly no: string; readonly fix?: string };
}

function itemsOf(stdout: string): ReadonlyMap<string, Item['can']> {
  const { items } = JSON.parse(stdout) as { items: readonly Item[] };
  return new Map(items.map(({ id, can }) => [id, can]));
}

test('on Linux with the helper every fault and option of this version works without privileges', () => {
  const items = itemsOf(spawnSync(ask[0], ask.slice(1), { encoding: 'utf8' }).stdout);
  const network = [
    'private-network',
    'packet-filter',
    'connection-tracking',
    'packet-capture',
    ...faultKinds.filter((kind) => isNetworkFault({ kind })).map((kind) => `fault:${kind}`),
  ];
  const needed = [...items].filter(([id]) => !network.includes(id));
  expect(items).toEqual(expect.toSatisfy((all: typeof items) => network.every((id) => all.has(id))));
  expect(needed.filter(([, can]) => can !== true)).toEqual([]);
  expect(needed.map(([id]) => id)).toEqual(
    expect.arrayContaining([
      'helper',
      'cut',
      'option:keepalive',
      'option:user-timeout',
      'fault:blackhole',
      'fault:reboot',
    ]),
  );
});

/** A user namespace of our own, where the limits are ours to set. */
const inside = (script: string) =>
  spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-ec', script, 'sh', ...ask], {
    encoding: 'utf8',
  });
const hasNamespaces = inside('true').status === 0;

requires('user namespaces', hasNamespaces).describe('what is missing is named with what helps', () => {
  test('user namespaces forbidden', () => {
    const { stdout } = inside('echo 0 > /proc/sys/user/max_user_namespaces; exec "$@"');
    expect(itemsOf(stdout).get('private-network')).toMatchObject({
      no: 'the kernel allows no user namespace (ENOSPC)',
      fix: expect.stringContaining('user.max_user_namespaces=0'),
    });
    expect(itemsOf(stdout).get('cut')).toBe(true);
  });

  test('the program nft is missing: hosts can be made and joined, but not filter', () => {
    // An empty file over each place where the program could be.
    const hide =
      'for f in $(ls -d /usr/sbin/nft /sbin/nft /usr/bin/nft /bin/nft 2>/dev/null || true); do mount --bind /dev/null "$f"; done';
    const items = itemsOf(inside(`${hide}; exec "$@"`).stdout);
    expect(items.get('private-network')).toBe(true);
    expect(items.get('fault:link-down')).toBe(true);
    const missing = {
      no: expect.stringMatching(/^The program "nft" does not start \((ENOENT|EACCES)\)$/),
      fix: expect.stringContaining('apt install nftables'),
    };
    for (const id of ['packet-filter', 'connection-tracking', 'fault:loss', 'fault:firewall-forgets'])
      expect(items.get(id)).toEqual(missing);
  });

  test('an experiment that needs private hosts ends with 3 and says what forbids them and what would help', () => {
    const plan = `${mkdtempSync(join(tmpdir(), 'halfopen-'))}/plan.yaml`;
    onTestFinished(() => rmSync(dirname(plan), { recursive: true }));
    writeFileSync(plan, 'detectors: [{ kind: eof }]\nfaults: [{ kind: route-blackhole }, { kind: fin }]\n');
    const [node, program] = ask;
    const { status, stderr } = inside(
      `echo 0 > /proc/sys/user/max_user_namespaces; exec '${node}' '${program}' run '${plan}' --no-history`,
    );
    expect(stderr).toContain('fault route-blackhole: the kernel allows no user namespace (ENOSPC)');
    expect(stderr).toContain('user.max_user_namespaces');
    expect(stderr).not.toContain('fault fin');
    expect(status).toBe(3);
  });
});

requires('user namespaces', hasNamespaces).describe('without the native helper', () => {
  test('an experiment that needs it ends with 3 before anything is measured, and says why', () => {
    const hide =
      'cd "$(dirname "$2")/../.."; for d in out/native native/prebuilds; do [ ! -d $d ] || mount -t tmpfs none $d; done';
    const { status, stderr } = spawnSync(
      'unshare',
      [
        '--user',
        '--map-root-user',
        '--mount',
        'sh',
        '-ec',
        `${hide}; exec "$1" "$2" run quick --no-history`,
        'sh',
        ask[0],
        cli,
      ],
      { encoding: 'utf8' },
    );
    expect(stderr).toMatch(/cannot run "quick"/);
    expect(stderr).toMatch(/npm run build:native/);
    expect(status).toBe(3);
  });
});
