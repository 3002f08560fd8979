/** The lanes of a session's timeline, from top to bottom. */
export type Lane = 'application' | 'kernel' | 'wire' | 'fault';

export const lanes: readonly Lane[] = ['application', 'kernel', 'wire', 'fault'];
