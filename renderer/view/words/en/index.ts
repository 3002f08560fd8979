import { errors } from './errors.ts';
import { experiments } from './experiments.ts';
import { history } from './history.ts';
import { latency } from './latency.ts';
import { playground } from './playground.ts';
import { sessions } from './sessions.ts';
import { settings } from './settings.ts';
import { terms } from './terms.ts';
import type { Terms } from './terms.ts';
import { connection, frame } from './frame.ts';

/** The view in English. Every other language has the type of this object: a missing word does not compile. */
export const en = { connection, errors, experiments, frame, history, latency, playground, sessions, settings, terms };

export type Words = Omit<typeof en, 'terms'> & { readonly terms: Terms };
