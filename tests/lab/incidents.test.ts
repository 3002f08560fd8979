/** Every incident for real: before fails as it did, after is right. */
import { test } from 'vitest';
import { incidents } from '#contract/experiment/default-preset.ts';
import { createPorts } from '#platform';
import { runPlan } from '#engine/run.ts';
import { refusalsOf } from '#host/experiment.ts';
import { loadPreset } from '#host/presets.ts';
import type { RunEvent } from '#model/event.ts';
import { summarize } from '#model/result/summarize.ts';

async function run(name: string) {
  const { plan } = loadPreset(name);
  const events: RunEvent[] = [];
  const tell = (event: RunEvent): void => void events.push(event);
  await runPlan({ run: name, plan, ports: createPorts(), signal: new AbortController().signal, tell });
  return summarize(events, name);
}

const ports = createPorts();
const canBeRun = (name: string): boolean => refusalsOf(loadPreset(name).plan, ports).length === 0;

// They run at once: each is mostly waiting. A machine that is busy elsewhere may delay one; a wrong rule fails every time.
for (const name of incidents)
  (canBeRun(name) ? test.concurrent : test.skip)(
    `${name}: every expectation is met`,
    { retry: 2, timeout: 60_000 },
    async ({ expect }) => {
      const { expectations, cells } = await run(name);
      const invalid = cells.flatMap(({ trials }) => trials.filter(({ outcome }) => outcome === 'invalid'));
      expect(invalid).toEqual([]);
      expect(expectations.length).toBeGreaterThan(0);
      expect(expectations.filter(({ met }) => !met)).toEqual([]);
    },
  );
