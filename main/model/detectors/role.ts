/** The part of a detector in a story: the settings that failed, or those that put it right. A label, nothing more. */
export const roles = ['before', 'after'] as const;
export type Role = (typeof roles)[number];
