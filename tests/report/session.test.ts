import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hostileNames, unprintable } from './hostile.ts';
import { story } from '../model/live-story.ts';
import type { LiveEvent, SessionRow } from '#model/live/live.ts';
import { foldSession } from '#model/live/session-row.ts';
import { renderSession, sessionWordsIn } from '#report';

function rowOf(events: readonly LiveEvent[]): SessionRow {
  const row = events.reduce<SessionRow | null>((before, event) => foldSession(before, event), null);
  if (row === null) throw new Error('the story has no beginning');
  return row;
}

const session = { row: rowOf(story), events: story };
const texts = (value: unknown, path = ''): readonly (readonly [string, string])[] => {
  if (typeof value === 'string') return [[path, value]];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => texts(inner, `${path}.${key}`));
};

describe.each(['en', 'zh'] as const)('the page of a session in %s', (language) => {
  const page = renderSession(session, 'html', language);

  it('allows only its own style sheet, by hash, and runs and fetches nothing', () => {
    const sheet = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
    expect(page).toContain(`style-src 'sha256-${createHash('sha256').update(sheet).digest('base64')}'`);
    expect(page).not.toMatch(/<script|<img|<link|\bsrc=|url\(|@import|\son[a-z]+=|\sstyle=/);
  });

  it('shows the verdict beside its prediction, with the rule and its source', () => {
    const words = sessionWordsIn(language);
    expect(page).toContain(words.judged('3.711\u00a0s', words.disagrees));
    expect(page).toContain('3.000–3.040\u00a0s');
    for (const part of ['idle - age + tries*interval', 'main/model/detectors/heartbeat.ts', '127.0.0.1:43211'])
      expect(page).toContain(part);
  });

  it('draws four lanes, the predicted band and the fault', () => {
    for (const lane of Object.values(sessionWordsIn(language).lanes)) expect(page).toContain(`>${lane}</text>`);
    expect(page.match(/class="band"/g)).toHaveLength(1);
    expect(page.match(/class="strike"/g)).toHaveLength(1);
  });

  it('lists every event', () => {
    expect(page.match(/<tr>/g)?.length).toBe(story.length + 1 + 2 + 1);
  });
});

describe('a session in other formats', () => {
  it('is Markdown', () => {
    expect(renderSession(session, 'md', 'en')).toMatchSnapshot();
  });

  it('is one CSV line for each event', () => {
    const lines = renderSession(session, 'csv', 'zh').trim().split('\r\n');
    expect(lines[0]).toBe('session,at_ms,lane,type,what,body');
    expect(lines).toHaveLength(story.length + 1);
  });

  it('is JSON with everything in it', () => {
    expect(JSON.parse(renderSession(session, 'json', 'en'))).toEqual({
      schema: 'halfopen.session/1',
      session: session.row,
      events: story,
    });
  });

  it('leaves the beginning of a very long story out of the page, and says so', () => {
    const beats = Array.from({ length: 4000 }, (_, i): LiveEvent => ({
      ...(story[2] as LiveEvent),
      at: (1.2e9 + i) as LiveEvent['at'],
    }));
    const page = renderSession(
      { row: session.row, events: [...story.slice(0, 2), ...beats, ...story.slice(6)] },
      'html',
      'en',
    );
    expect(page).toContain('The first 1006 events are left out here');
    expect(page.match(/class="mark"/g)?.length ?? 0).toBeLessThan(700);
  });
});

describe('names that try to be something else', () => {
  it.each(hostileNames)('stay text: %j', (name) => {
    const events = story.map((event): LiveEvent =>
      event.type === 'opened'
        ? { ...event, openedAt: name, plan: { ...event.plan, to: { address: name, port: 1 } } }
        : event.type === 'ended'
          ? { ...event, verdict: { kind: 'dead', reason: name, errno: name } }
          : event,
    );
    const hostile = { row: { ...rowOf(events), label: name }, events };
    const page = renderSession(hostile, 'html', 'en');
    expect(page).not.toMatch(/<script|<img|<svg onload|onmouseover='/);
    expect(page).not.toMatch(unprintable);
    expect(renderSession(hostile, 'md', 'en')).not.toMatch(unprintable);
    expect(renderSession(hostile, 'csv', 'en')).not.toMatch(/^=/m);
  });
});

describe('words', () => {
  it('are translated, all of them', () => {
    const zh = texts(sessionWordsIn('zh'));
    expect(zh.map(([path]) => path)).toEqual(texts(sessionWordsIn('en')).map(([path]) => path));
    expect(zh.filter(([, text]) => !/[\u4e00-\u9fff]/.test(text))).toEqual([]);
    expect(zh.filter(([, text]) => /[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]/.test(text))).toEqual([]);
  });
});
