export type { Host } from '#contract/host.ts';
export { createSessions } from './sessions.ts';
export type { SessionsHost, SessionsParts } from './sessions.ts';
