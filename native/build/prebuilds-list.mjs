/** The compiled helpers that come with the sources, and native/prebuilds/list.json: what is known of each. */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { native } from './targets.mjs';

const addon = 'halfopen.node';
export const prebuilds = join(native, 'prebuilds');
export const listFile = join(prebuilds, 'list.json');

/** Of each file: its sha256 and size, the hash of its sources, its compiler. The addon's key is the target's name alone. */
export function prebuiltList() {
  return existsSync(listFile) ? JSON.parse(readFileSync(listFile, 'utf8')) : {};
}

export const pathOf = ({ name }, file = addon) => join(prebuilds, name, file);
export const keyOf = ({ name }, file = addon) => (file === addon ? name : `${name}/${file}`);
export const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex');
export const sha256Of = (path) => hashOf(readFileSync(path));

/**
 * The path of a prebuilt file, or null unless it is undamaged, of the same sources, and, for an addon of this machine,
 * loads: with musl or an older glibc it does not.
 */
export function usablePrebuilt(target, builtFrom, file = addon) {
  const known = prebuiltList()[keyOf(target, file)];
  const path = pathOf(target, file);
  if (!known || known.builtFrom !== builtFrom || !existsSync(path) || sha256Of(path) !== known.sha256) return null;
  const isHere = target.name === `${process.platform}-${process.arch}`;
  return !isHere || file !== addon || loads(path) ? path : null;
}

function loads(path) {
  try {
    createRequire(import.meta.url)(path);
    return true;
  } catch {
    return false;
  }
}
