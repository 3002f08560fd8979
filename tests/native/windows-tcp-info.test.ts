/** TCP_INFO_v0 of Windows: wine has no SIO_TCP_INFO, so its layout is asked of the headers that the helper is built with. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { decodeWindowsTcpInfo, windowsTcpInfoOffsets } from '../../native/wrapper/tcp-info-windows.ts';
import { requires } from '../precondition.ts';

const compiler = 'x86_64-w64-mingw32-gcc';
const hasMingw = spawnSync(compiler, ['--version']).status === 0;

requires('mingw-w64 (apt install gcc-mingw-w64-x86-64)', hasMingw).test('every offset is the header\u2019s', () => {
  const folder = mkdtempSync(join(tmpdir(), 'halfopen-mingw-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const source = join(folder, 'offsets.c');
  const checks = Object.entries(windowsTcpInfoOffsets)
    .map(([field, offset]) => `_Static_assert(offsetof(TCP_INFO_v0, ${field}) == ${offset}, "${field}");`)
    .join('\n');
  writeFileSync(
    source,
    `#include <stddef.h>\n#include <winsock2.h>\n#include <ws2tcpip.h>\n#include <mstcpip.h>\n${checks}\n` +
      '_Static_assert(TCPSTATE_ESTABLISHED == 4 && TCPSTATE_CLOSE_WAIT == 7 && TCPSTATE_TIME_WAIT == 10, "states");\n',
  );
  const args = ['-D_WIN32_WINNT=0x0A00', '-DNTDDI_VERSION=0x0A000006', '-std=c11', '-fsyntax-only', source];
  const compiled = spawnSync(compiler, args, { encoding: 'utf8' });
  expect(compiled.stderr).toBe('');
});

test('decodes state, round trip, window and what is in flight, in segments', () => {
  const view = new DataView(new ArrayBuffer(88));
  view.setUint32(windowsTcpInfoOffsets.State, 7, true);
  view.setUint32(windowsTcpInfoOffsets.Mss, 1460, true);
  view.setUint32(windowsTcpInfoOffsets.RttUs, 1500, true);
  view.setUint32(windowsTcpInfoOffsets.BytesInFlight, 1461, true);
  view.setUint32(windowsTcpInfoOffsets.SndWnd, 65_535, true);
  view.setBigUint64(windowsTcpInfoOffsets.BytesIn, 12n, true);
  expect(decodeWindowsTcpInfo(view)).toMatchObject({
    state: 'CLOSE-WAIT',
    rttUs: 1500,
    unacked: 2,
    sndWnd: 65_535,
    bytesReceived: 12,
    lastAckRecvMs: undefined,
  });
});
