/** The door of the host. */
export { createHost } from './create-host.ts';
export type { HostOptions, OpenHost } from './create-host.ts';
export { measure } from './measure.ts';
export { loadPreset, presetNames, presetPurpose, presetText } from './presets.ts';
export { refuseWhatCannotRun } from './refusals.ts';
export { newRunId } from './run-id.ts';
export { createSessions } from './sessions.ts';
export type { SessionsHost, SessionsParts } from './sessions.ts';
