/** What a start of the program may ask for: by its arguments, by those of a second start, by a link, by a file. */
import { isAbsolute } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';

/** Experiments are known by their ULID, sessions by a number that is never used twice. */
const runId = z.string().regex(/^[0-9a-hjkmnp-tv-z]{26}$/);
const sessionId = z.string().regex(/^[1-9]\d{0,14}$/);
const link = z.string().max(200).startsWith('halfopen://');
const screens = ['experiments', 'sessions', 'latency', 'history', 'settings'] as const;

const target = z.union([
  z.tuple([z.enum(screens)]).transform(([screen]) => `/${screen}`),
  z.tuple([z.literal('experiment'), runId]).transform(([, id]) => `/experiments/run/${id}`),
  z.tuple([z.literal('latency'), runId]).transform(([, id]) => `/latency/${id}`),
  z.tuple([z.literal('session'), sessionId]).transform(([, id]) => `/sessions/${id}`),
]);

/** The route of the view behind a link, put together from what was checked; null for anything else. */
export function routeOf(text: unknown): string | null {
  const known = link.safeParse(text);
  if (!known.success || !URL.canParse(known.data)) return null;
  const { host, pathname, search, hash, port, username, password } = new URL(known.data);
  if (`${search}${hash}${port}${username}${password}` !== '') return null;
  const parts = [host, ...pathname.split('/').slice(1)];
  const route = target.safeParse(parts.at(-1) === '' ? parts.slice(0, -1) : parts);
  return route.success ? route.data : null;
}

/** A file of experiments that the system opens with Halfopen: it always names the whole path. */
const exported = z
  .string()
  .max(4096)
  .refine((path) => path.endsWith('.halfopen') && isAbsolute(path) && !path.includes('\0'));

/** The path of a file that may be read as exported experiments; null for anything else. */
export function fileOf(text: unknown): string | null {
  const path = exported.safeParse(text);
  return path.success ? path.data : null;
}

export interface Start {
  /** Another history than the user's own; as `--db` of the command line. */
  readonly db: string | null;
  readonly route: string | null;
  readonly file: string | null;
  /** Rules in the system's packet filter, for this start; never by a link or a second start. */
  readonly allowFirewall: boolean;
}

/** What another start of the program hands over; it may be of another version. */
const handed = z.object({ args: z.array(z.string().max(4096)).max(32) });

/** Reads the arguments of this start. What is not known is left to Chromium, which takes its own from the same line. */
export function readStart(args: readonly string[]): Start {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { db: { type: 'string' }, 'allow-firewall': { type: 'boolean' } },
    allowPositionals: true,
    strict: false,
  });
  const route = positionals.map(routeOf).find((found) => found !== null) ?? null;
  const db = z.string().min(1).max(4096).safeParse(values['db']);
  const file = positionals.map(fileOf).find((found) => found !== null) ?? null;
  return { db: db.success ? db.data : null, route, file, allowFirewall: values['allow-firewall'] === true };
}

/** The same for a second start, whose arguments come from another process. */
export function readHandedStart(data: unknown): Start {
  const parsed = handed.safeParse(data);
  return readStart(parsed.success ? parsed.data.args : []);
}
