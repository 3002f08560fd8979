/** Fuzz targets in C: what reads bytes of others, with libFuzzer and the sanitizers of clang. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const native = fileURLToPath(new URL('../../../native', import.meta.url));

export interface NativeTarget {
  readonly name: string;
  /** Words that inputs are made of, for libFuzzer's `-dict`. */
  readonly dictionary: string;
  /**
   * Compiles it into `folder`.
   * @returns the path of the fuzzer
   * @throws Error with what the compiler said
   */
  build(folder: string): string;
}

/** @param sources beside the target's own, from `native` */
function target(name: string, dictionary: string, sources: readonly string[]): NativeTarget {
  return {
    name,
    dictionary: join(here, dictionary),
    build(folder) {
      const fuzzer = join(folder, name);
      const checked = ['-fsanitize=fuzzer,address,undefined', '-fno-sanitize-recover=all'];
      const flags = ['-std=c11', '-g', '-O1', '-Wall', '-Wextra', '-Werror', ...checked];
      const files = [join(here, `${name}.c`), ...sources.map((source) => join(native, source))];
      const built = spawnSync('clang', [...flags, ...files, '-o', fuzzer], { encoding: 'utf8' });
      if (built.status !== 0) throw new Error(`${name} does not compile: ${built.error?.message ?? built.stderr}`);
      return fuzzer;
    },
  };
}

const netlink = ['netlink/answer.c', 'netlink/receive.c'];

export const nativeTargets: readonly NativeTarget[] = [
  target('netlink-answer', 'netlink.dict', netlink),
  target('conntrack-flows', 'netlink.dict', [...netlink, 'lab/flows.c', 'lab/netlink.c']),
  target('armed-timer', 'netlink.dict', netlink),
  target('lab-request', 'lab-request.dict', ['lab/request.c']),
];

/** What is missing to build them; null when nothing is. */
export function whyNoFuzzer(): string | null {
  const probe = 'int LLVMFuzzerTestOneInput(const unsigned char *d, unsigned long n) { return (void)d, (void)n, 0; }\n';
  const args = ['-fsanitize=fuzzer,address,undefined', '-x', 'c', '-', '-o', '/dev/null'];
  const run = spawnSync('clang', args, { input: probe, encoding: 'utf8' });
  return run.status === 0 ? null : 'clang with libFuzzer (apt install clang libclang-rt-14-dev)';
}
