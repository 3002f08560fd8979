import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
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
  const needed = [...items].filter(([id]) => id !== 'private-network');
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
      no: expect.stringMatching(/^user namespaces are not available: unshare/),
      fix: expect.stringContaining('user.max_user_namespaces=0'),
    });
    expect(itemsOf(stdout).get('cut')).toBe(true);
  });

  test.each([
    ['ip', 'iproute2'],
    ['nft', 'nftables'],
  ])('no program %s', (program, debianPackage) => {
    // An empty file over each place where the program could be.
    const hide = `for f in $(ls -d /usr/sbin/${program} /sbin/${program} /usr/bin/${program} /bin/${program} 2>/dev/null || true); do mount --bind /dev/null "$f"; done`;
    const can = itemsOf(inside(`${hide}; exec "$@"`).stdout).get('private-network');
    const named = { no: `the program "${program}" is missing`, fix: `apt install ${debianPackage}` };
    // Where ip is missing too, that is said first.
    if (program === 'nft' && can !== true && can?.no.includes('"ip"')) return;
    expect(can).toEqual(named);
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
