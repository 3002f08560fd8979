/** What runs unless something else is asked for: one of main/presets. */
export const defaultPreset = 'classic';

/** The presets that tell an incident, in the order in which they are told. */
export const incidents = [
  'silent-subscriber',
  'hung-client',
  'starved-ping',
  'frozen-peer',
  'stale-pongs',
  'green-heartbeat',
  'forgetful-balancer',
  'one-lost-probe',
  'half-set-keepalive',
  'ghost-players',
] as const;
