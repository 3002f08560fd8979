/** From what stands on the command line to a plan: a file when there is one, else a preset. */
import { readFileSync, statSync } from 'node:fs';
import { nearest } from '#contract/experiment/nearest.ts';
import { parsePlan, revisePlan } from '#contract/experiment/plan-file.ts';
import type { ParsedPlan, PlanChanges } from '#contract/experiment/plan-file.ts';
import { loadPreset, presetNames } from '#host/presets.ts';
import { HalfopenError } from '#model/error.ts';

/** @throws HalfopenError `plan-not-found`, `plan-unreadable` or `plan-invalid`. */
export function loadPlan(target: string, changes: PlanChanges = {}): ParsedPlan {
  const isPreset = presetNames().includes(target);
  const loaded = isPreset ? loadPreset(target) : parsePlan(readPlanFile(target), { name: target });
  if (Object.keys(changes).length === 0) return loaded;
  return revisePlan(loaded.plan, changes, `${target} with these options`);
}

function readPlanFile(path: string): string {
  try {
    if (statSync(path).isDirectory()) throw unreadable(path, 'is a directory, not a file');
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof HalfopenError) throw error;
    const errno = error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
    if (errno === 'ENOENT') throw notFound(path);
    throw unreadable(
      path,
      errno === 'EACCES' ? 'cannot be read by this user: permission denied' : `cannot be read (${errno})`,
      errno,
    );
  }
}

function unreadable(path: string, why: string, errno?: string): HalfopenError {
  return new HalfopenError({
    code: 'plan-unreadable',
    fault: 'input',
    message: `${path} ${why}.`,
    given: path,
    allowed: 'a YAML or JSON file, or the name of a preset',
    ...(errno === undefined ? {} : { errno }),
  });
}

function notFound(target: string): HalfopenError {
  const names = presetNames();
  const near = nearest(target, names);
  return new HalfopenError({
    code: 'plan-not-found',
    fault: 'input',
    message: `There is no file or preset called ${target}.`,
    given: target,
    allowed: `a file, or a preset: ${names.join(', ')}`,
    ...(near === null ? {} : { hint: `did you mean ${near}?` }),
  });
}
