import { choice } from '../settings/setting.ts';

/** The part of a detector in a story: the settings that failed, or those that put it right. A label, nothing more. */
export const roles = ['before', 'after'] as const;
export type Role = (typeof roles)[number];

/** What every detector may be given beside its own settings. */
export const roleSetting = choice(roles, 'Only a label, for a story: what failed, or what put it right', {
  optional: true,
});
