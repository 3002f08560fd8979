/** Questions to the history, its answers, and preferences (main/model/history-query.ts), as they cross a wire. */
import { z } from 'zod';
import { historySortFields } from '#model/history-query.ts';
import type {
  HistoryChange,
  HistoryFilter,
  HistoryPage,
  HistoryPageEntry,
  HistoryPageQuery,
  Preferences,
} from '#model/history-query.ts';

const name = z.string().trim().min(1).max(200);
const tag = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .regex(/^[^\s,]+$/, 'no spaces and no commas');

const filterData = z.object({
  field: z.enum(['status', 'tag', 'detector', 'fault', 'traffic', 'host', 'starred']),
  values: z.array(z.string().max(200)).min(1).max(50),
  not: z.boolean(),
}) satisfies z.ZodType<HistoryFilter>;

export const historyQueryData = z.object({
  text: z.string().max(200),
  filters: z.array(filterData).max(20),
  sort: z.object({ by: z.enum(historySortFields), descending: z.boolean() }),
  offset: z.int().min(0),
  limit: z.int().min(1).max(500),
}) satisfies z.ZodType<HistoryPageQuery>;

const count = z.int().min(0);

export const historyEntryData = z.object({
  id: z.string(),
  name: z.string(),
  status: z.enum(['running', 'complete', 'partial', 'cancelled']),
  startedAt: z.string(),
  durationMs: z.number().nullable(),
  host: z.string(),
  simulated: z.boolean(),
  detectors: count,
  faults: count,
  plannedTrials: count,
  trials: count,
  detected: count,
  falseAlarms: count,
  invalid: count,
  judged: count,
  withinPrediction: count,
  note: z.string(),
  starred: z.boolean(),
  tags: z.array(z.string()),
}) satisfies z.ZodType<HistoryPageEntry>;

export const historyPageData = z.object({
  total: count,
  all: count,
  entries: z.array(historyEntryData),
  known: z.object({
    tag: z.array(z.string()),
    detector: z.array(z.string()),
    fault: z.array(z.string()),
    traffic: z.array(z.string()),
    host: z.array(z.string()),
  }),
}) satisfies z.ZodType<HistoryPage>;

export const historyChangeData = z.object({
  note: z.exactOptional(z.string().max(10_000)),
  starred: z.exactOptional(z.boolean()),
  addTags: z.exactOptional(z.array(tag).max(50)),
  removeTags: z.exactOptional(z.array(z.string()).max(50)),
  name: z.exactOptional(name),
}) satisfies z.ZodType<HistoryChange>;

export const preferencesData = z.object({
  language: z.enum(['system', 'en', 'zh']),
  theme: z.enum(['system', 'light', 'dark']),
  keepDays: z.int().min(1).max(36_500).nullable(),
}) satisfies z.ZodType<Preferences>;

export const preferencesChangeData = z.object({
  language: z.exactOptional(preferencesData.shape.language),
  theme: z.exactOptional(preferencesData.shape.theme),
  keepDays: z.exactOptional(preferencesData.shape.keepDays),
}) satisfies z.ZodType<Partial<Preferences>>;
