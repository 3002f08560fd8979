/** What may be in a package of each system, and what must. */
import type { Packed } from './pack.ts';

/** The program that holds private hosts. */
const labOf = (target: string): readonly RegExp[] =>
  target.startsWith('linux') ? [new RegExp(`^(native/prebuilds|out/native)/${target}/halfopen-lab$`)] : [];

/** `linux-x64` as the files of native code are named. */
export function archiveKinds(target: string): readonly RegExp[] {
  return [
    /^package\.json$/,
    /^build\/icons\/256x256\.png$/,
    /^out\/(main|preload|renderer)\/[\w./-]+$/,
    /^main\/presets\/[\w-]+\.yaml$/,
    /^node_modules\/better-sqlite3\/(lib\/|package\.json$|LICENSE$)/,
    new RegExp(`^node_modules/better-sqlite3/prebuilds/${target}\\.node$`),
    new RegExp(`^(native/prebuilds|out/native)/${target}/halfopen\\.node$`),
    ...labOf(target),
  ];
}

export function cliKinds(target: string): readonly RegExp[] {
  return [
    /^(package\.json|LICENSE)$/,
    /^app\/halfopen\.js$/,
    /^app\/(peer-process|history-thread-program)\.js$/,
    /^app\/[\w-]+\.js$/,
    /^bin\/halfopen(\.cmd)?$/,
    /^main\/presets\/[\w-]+\.yaml$/,
    /^out\/renderer\/[\w./-]+$/,
    /^node_modules\/better-sqlite3\/(lib\/|package\.json$|LICENSE$)/,
    new RegExp(`^node_modules/better-sqlite3/prebuilds/${target}\\.node$`),
    new RegExp(`^(native/prebuilds|out/native)/${target}/halfopen\\.node$`),
    ...labOf(target),
  ];
}

export interface Compared {
  /** Files of no allowed kind. */
  readonly superfluous: readonly string[];
  /** Kinds without a file. */
  readonly missing: readonly string[];
}

export function compared(files: readonly string[], kinds: readonly RegExp[]): Compared {
  return {
    superfluous: files.filter((file) => !kinds.some((kind) => kind.test(file))),
    missing: kinds.filter((kind) => !files.some((file) => kind.test(file))).map(String),
  };
}

export const nothingWrong: Compared = { superfluous: [], missing: [] };

/** Files that are in the archive and should not, or the other way round. */
export const misplaced = ({ archive }: Packed): readonly object[] =>
  archive.filter(({ file, isUnpacked }) => isUnpacked !== /(\.node|\/halfopen-lab)$/.test(file));
