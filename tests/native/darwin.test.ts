/** The helper of macOS, as far as it can be tried elsewhere: it compiles for both processors, and its struct is read right. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { darwinTcpInfoOffsets, decodeDarwinTcpInfo } from '../../native/wrapper/tcp-info-darwin.ts';
import { repository } from '../ground/sources.ts';
import { requires } from '../precondition.ts';

const clang = spawnSync('clang', ['-print-resource-dir'], { encoding: 'utf8' });
const { describe, test: withClang } = requires('clang (apt install clang)', clang.status === 0);
const headers = join(repository, 'tests/native/darwin-headers');

function compile(target: string, source: string, input?: string): string {
  const include = ['-nostdinc', '-isystem', headers, '-isystem', join(clang.stdout.trim(), 'include')];
  const strict = ['-std=c11', '-Wall', '-Wextra', '-Werror', '-fsyntax-only', `-I${join(repository, 'native/addon')}`];
  const args = [`--target=${target}-apple-macos11`, ...strict, ...include, '-x', 'c', source];
  return spawnSync('clang', args, { encoding: 'utf8', input: input ?? '' }).stderr;
}

describe('for a Mac', () => {
  for (const target of ['x86_64', 'arm64'])
    withClang(`compiles without a warning against the declarations of its headers (${target})`, () => {
      for (const file of ['darwin.c', 'posix-options.c'])
        expect(compile(target, join(repository, 'native/addon', file))).toBe('');
    });

  withClang('has every offset of struct tcp_connection_info as the header has it', () => {
    const checks = Object.entries(darwinTcpInfoOffsets)
      .map(
        ([field, at]) => `_Static_assert(__builtin_offsetof(struct tcp_connection_info, tcpi_${field}) == ${at}, "");`,
      )
      .join('\n');
    expect(compile('arm64', '-', `#include <netinet/tcp.h>\n#include "declarations.h"\n${checks}\n`)).toBe('');
  });
});

test('TCP_CONNECTION_INFO is decoded: milliseconds to microseconds, bytes to segments', () => {
  const view = new DataView(new ArrayBuffer(112));
  view.setUint8(darwinTcpInfoOffsets.state, 5);
  view.setUint32(darwinTcpInfoOffsets.rto, 230, true);
  view.setUint32(darwinTcpInfoOffsets.srtt, 2, true);
  view.setUint32(darwinTcpInfoOffsets.maxseg, 1448, true);
  view.setUint32(darwinTcpInfoOffsets.snd_sbbytes, 1449, true);
  view.setBigUint64(darwinTcpInfoOffsets.rxpackets, 7n, true);
  expect(decodeDarwinTcpInfo(view)).toMatchObject({
    state: 'CLOSE-WAIT',
    rtoUs: 230_000,
    rttUs: 2000,
    unacked: 2,
    segsIn: 7,
    lastAckRecvMs: undefined,
  });
});
