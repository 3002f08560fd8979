/** The Debian package, put together by dpkg-deb, unpacked and looked at. It is not installed. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { repository } from '../ground/sources.ts';
import { requires } from '../precondition.ts';
import { packed } from './pack.ts';
import type { Packed } from './pack.ts';
import { linuxRuntime } from './runtimes.ts';

const hasDpkg = process.arch === 'x64' && spawnSync('dpkg-deb', ['--version']).status === 0;

requires('dpkg-deb, on x64', hasDpkg).describe('the Debian package', () => {
  let pack: Packed;
  let root = '';
  beforeAll(() => {
    const env = { CUSTOM_FPM_PATH: join(repository, 'tests/packaging/fpm') };
    const resources = 'linux-unpacked/resources';
    pack = packed({ system: 'linux', target: 'deb', runtime: linuxRuntime, resources, env });
    const deb = readdirSync(join(pack.folder, 'out')).find((file) => file.endsWith('.deb')) ?? '';
    root = join(pack.folder, 'root');
    execFileSync('dpkg-deb', ['-R', join(pack.folder, 'out', deb), root]);
  });
  afterAll(() => rmSync(pack.folder, { recursive: true }));
  const script = (name: string): string => readFileSync(join(root, 'DEBIAN', name), 'utf8');

  test('names itself, its version and what it needs', () => {
    const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { version: string };
    expect(script('control')).toMatch(new RegExp(`Package: halfopen\nVersion: ${version}\nArchitecture: amd64\n`));
    expect(script('control')).toMatch(/Depends: .*libgtk-3-0/);
  });

  test('links the command line as `halfopen`, and takes only its own link away', () => {
    const launcher = '/opt/Halfopen/resources/cli/bin/halfopen';
    expect(existsSync(join(root, launcher))).toBe(true);
    expect(lstatSync(join(root, launcher)).mode % 0o1000).toBe(0o755);
    expect(script('postinst')).toContain(`ln -sf '${launcher}' /usr/bin/halfopen`);
    expect(script('postrm')).toContain(`= '${launcher}' ]`);
    for (const name of ['postinst', 'postrm'])
      expect(spawnSync('bash', ['-n', join(root, 'DEBIAN', name)], { encoding: 'utf8' }).stderr).toBe('');
  });

  test('brings a profile for AppArmor that names the program that is there', () => {
    const profile = readFileSync(join(root, 'opt/Halfopen/resources/apparmor-profile'), 'utf8');
    expect(profile).toContain('profile "halfopen-app" "/opt/Halfopen/halfopen-app" flags=(unconfined)');
    expect(profile).toContain('userns,');
    expect(existsSync(join(root, 'opt/Halfopen/halfopen-app'))).toBe(true);
    expect(script('postinst')).toContain('/etc/apparmor.d/halfopen-app');
  });

  test('has an entry in the menu that opens links and files, and icons', () => {
    const [entry = ''] = readdirSync(join(root, 'usr/share/applications'));
    const desktop = readFileSync(join(root, 'usr/share/applications', entry), 'utf8');
    expect(desktop).toMatch(/^Exec=\/opt\/Halfopen\/halfopen-app %[uU]$/m);
    expect(desktop).toMatch(/^MimeType=.*x-scheme-handler\/halfopen;/m);
    expect(desktop).toMatch(/^MimeType=.*application\/x-halfopen;/m);
    const types = join(root, 'usr/share/mime/packages/halfopen-app.xml');
    expect(readFileSync(types, 'utf8')).toContain('*.halfopen');
    for (const size of [16, 256, 512])
      expect(existsSync(join(root, `usr/share/icons/hicolor/${size}x${size}/apps/halfopen-app.png`))).toBe(true);
  });
});
