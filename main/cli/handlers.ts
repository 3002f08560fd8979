/** What each command does, loaded when it is called: help and mistakes cost no start-up. */
import type { Handlers } from './options.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

export const handlers: Handlers = {
  run: async (options) => (await import('./run.ts')).runExperiment(options),
  showPresets: async (options) => (await import('./presets.ts')).showPresets(options),
  showPreset: async (name) => (await import('./presets.ts')).showPreset(name),
  capabilities: async (options) => (await import('./capabilities.ts')).showCapabilities(options),
  predict: async (options) => (await import('./predict.ts')).showPredictions(options),
  replay: async (options) => (await import('./replay.ts')).runReplay(options),
  lint: async (options) => (await import('./lint.ts')).runLint(options),
  server: async (options) => (await import('./server.ts')).runServer({ ...options, print }),
  client: async (options) => (await import('./client.ts')).runClient({ ...options, print }),
  serve: async (options) => (await import('./serve.ts')).runServe(options),
  history: async (options) => (await import('./history.ts')).runHistory(options),
  report: async (options) => (await import('./report.ts')).writeReport(options),
};
