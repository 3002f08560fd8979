/** All that a history thread can be asked. */
import type { History } from '#recorder';
import type { Progress } from './messages.ts';
import { readingCalls } from './reading-calls.ts';
import { runCalls, sessionCalls } from './recording-calls.ts';

export function callsOf(history: History, tell: (progress: Progress) => void) {
  const sessions = history.sessionRecorder();
  return { ...readingCalls(history, sessions), ...runCalls(history, tell), ...sessionCalls(sessions, tell) };
}

export type Calls = ReturnType<typeof callsOf>;
export type CallName = keyof Calls;
