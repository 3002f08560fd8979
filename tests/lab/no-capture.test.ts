import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { findLab, loadNative } from '#native';
import { thisKernel } from '#platform';
import { createLab } from '../../main/platform/peers/lab.ts';
import { forkPeer } from '../../main/platform/peers/peer-starter.ts';
import { createCaptureFolder } from '../../main/platform/linux/capture-folder.ts';
import { withPrivateHosts } from '../../main/platform/linux/private-lab.ts';
import { probeNetwork } from '../../main/platform/linux/private-network.ts';
import { requires } from '../precondition.ts';
import { abilities } from './network-rig.ts';

/** halfopen-lab as on a kernel without packet sockets: every request to capture is one that it does not know. */
function blind(folder: string): string {
  const program = join(folder, 'lab');
  writeFileSync(program, `#!/bin/sh\nsed -u 's/\\tcapture\\t/\\tcapturing\\t/' | "${findLab()}" "$@"\n`);
  chmodSync(program, 0o755);
  return program;
}

requires('private hosts', abilities.hosts === true).test(
  'where nothing can be captured, experiments run without, and say what is missing',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'halfopen-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const program = blind(folder);
    expect(probeNetwork({ program })).toMatchObject({
      hosts: true,
      capture: { no: 'packets cannot be captured (EINVAL)', fix: expect.stringContaining('af_packet') },
    });
    const loaded = loadNative();
    const captures = createCaptureFolder(join(folder, 'captures'));
    const { lab } = withPrivateHosts(
      createLab('127.0.0.1', forkPeer, async () => {}),
      {
        native: loaded.ok ? loaded.native : null,
        kernel: thisKernel(),
        program,
        captures,
      },
    );
    onTestFinished(() => lab.close());
    const peer = await lab.startPeer({ network: { kind: 'route-blackhole' }, tellsPackets: true });
    expect(peer.endpoint.address).toBe('198.19.1.2');
    expect(peer.onPacket).toBeUndefined();
    expect(captures.files).toMatchObject([{ packets: 0, trouble: 'nothing can be captured here (EINVAL)' }]);
  },
);
