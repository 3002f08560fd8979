import { errors } from './errors.ts';
import { experiments } from './experiments.ts';
import { history } from './history.ts';
import { latency } from './latency.ts';
import { playground } from './playground.ts';
import { sessions } from './sessions.ts';
import { settings } from './settings.ts';
import { terms } from './terms.ts';
import { connection, frame } from './frame.ts';
import type { Words } from '../en/index.ts';

export const zh: Words = {
  connection,
  errors,
  experiments,
  frame,
  history,
  latency,
  playground,
  sessions,
  settings,
  terms,
};
