/** What each command does, loaded when it is called: help and mistakes cost no start-up. */
import type { Handlers } from './options.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

export const handlers: Handlers = {
  run: async (options) => (await import('./run/run.ts')).runExperiment(options),
  showPresets: async (options) => (await import('./presets/presets.ts')).showPresets(options),
  showPreset: async (name) => (await import('./presets/presets.ts')).showPreset(name),
  capabilities: async (options) => (await import('./capabilities/capabilities.ts')).showCapabilities(options),
  predict: async (options) => (await import('./predict/predict.ts')).showPredictions(options),
  replay: async (options) => (await import('./replay/replay.ts')).runReplay(options),
  lint: async (options) => (await import('./lint/lint.ts')).runLint(options),
  server: async (options) => (await import('./ends/server.ts')).runServer({ ...options, print }),
  client: async (options) => (await import('./ends/client.ts')).runClient({ ...options, print }),
  ui: async (options) => (await import('./ui/ui.ts')).runUi(options),
  history: async (options) => (await import('./history/history.ts')).runHistory(options),
  report: async (options) => (await import('./history/report.ts')).writeReport(options),
};
