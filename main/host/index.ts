export { createHost } from './create-host.ts';
export type { HostOptions, OpenHost } from './create-host.ts';
export { createSessions } from './sessions.ts';
export type { SessionsHost, SessionsParts } from './sessions.ts';
