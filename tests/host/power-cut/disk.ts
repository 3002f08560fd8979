/** A disk that keeps only what it was asked to keep, made from the record of record-writes.c. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export type Step =
  | { readonly type: 'write'; readonly file: string; readonly offset: number; readonly bytes: Buffer }
  | { readonly type: 'truncate'; readonly file: string; readonly length: number }
  | { readonly type: 'sync' | 'remove'; readonly file: string };

export function stepsOf(record: Buffer): readonly Step[] {
  const steps: Step[] = [];
  for (let at = 0; at < record.length;) {
    const end = record.indexOf(0x0a, at);
    const [what, path = '', ...numbers] = record.toString('utf8', at, end).split(' ');
    const [first = 0, length = 0] = numbers.map(Number);
    const file = basename(path);
    at = end + 1;
    if (what === 'w') {
      steps.push({ type: 'write', file, offset: first, bytes: record.subarray(at, at + length) });
      at += length;
    } else if (what === 't') steps.push({ type: 'truncate', file, length: first });
    else steps.push({ type: what === 's' ? 'sync' : 'remove', file });
  }
  return steps;
}

/** The bytes of one file, with room to grow. */
class File {
  #bytes = Buffer.alloc(1 << 16);
  #length = 0;

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  apply(step: Step): void {
    if (step.type === 'truncate') this.#resize(step.length);
    if (step.type !== 'write') return;
    const { offset, bytes } = step;
    this.#resize(Math.max(this.#length, offset + bytes.length));
    bytes.copy(this.#bytes, offset);
  }

  #resize(length: number): void {
    if (length > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes], 2 * length);
    this.#bytes.fill(0, Math.min(length, this.#length), this.#length);
    this.#length = length;
  }
}

/**
 * The folder after a power cut behind these steps. What was not synced is there or not, write by write, as `survives` says:
 * disks keep unsynced writes in any order. Removals are kept: a journal that comes back would be another test.
 */
export function afterPowerCut(steps: readonly Step[], survives: () => boolean, folder: string): void {
  const kept = new Map<string, File>();
  const waiting = new Map<string, Step[]>();
  const file = (name: string): File => {
    const known = kept.get(name) ?? new File();
    kept.set(name, known);
    return known;
  };
  for (const step of steps)
    if (step.type === 'remove') {
      kept.delete(step.file);
      waiting.delete(step.file);
    } else if (step.type === 'sync') {
      for (const written of waiting.get(step.file) ?? []) file(step.file).apply(written);
      waiting.delete(step.file);
    } else {
      const before = waiting.get(step.file);
      if (before === undefined) waiting.set(step.file, [step]);
      else before.push(step);
    }
  for (const [name, lost] of waiting) for (const step of lost) if (survives()) file(name).apply(step);
  mkdirSync(folder, { recursive: true });
  for (const [name, { bytes }] of kept) writeFileSync(join(folder, name), bytes);
}
