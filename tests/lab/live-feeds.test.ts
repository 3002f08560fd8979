import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DetectorSettings } from '#model/detectors/index.ts';
import { acrossWire, createLiveRig, expectWithin, keepalive, over } from './live-rig.ts';
import type { LiveRig } from './live-rig.ts';

let rig: LiveRig;
beforeEach(async () => {
  rig = await createLiveRig();
});
afterEach(() => rig.end());

const signal = new AbortController().signal;

describe('a watched session', () => {
  test('forecasts what would be known when, and the forecast comes true', async () => {
    const { session } = await rig.opened();
    const stop = new AbortController();
    const looks = rig.host['session.watch']({ session }, stop.signal)[Symbol.asyncIterator]();
    const value = acrossWire('session.watch', (await looks.next()).value);
    expect(value).toMatchObject({ info: { state: 'ESTABLISHED' } });
    const kinds = value.forecasts.map(({ fault }) => fault.kind);
    expect(kinds).toEqual(expect.arrayContaining(['blackhole', 'freeze', 'rst']));
    await rig.break([session], { kind: 'freeze' });
    expect((await looks.next()).value.forecasts).toEqual([]);
    const row = await rig.until(session, over);
    const forecast = value.forecasts.find(({ fault }) => fault.kind === 'freeze')?.prediction;
    // Between the forecast and the strike the session lived on: the whole cycle is within reach again.
    expect(forecast).toMatchObject({ kind: 'interval', rule: row.struck?.prediction?.rule });
    expectWithin(row.verdictMs, row.struck?.prediction);
    stop.abort();
    expect((await looks.next()).done).toBe(true);
    expect((await rig.events(session)).filter(({ type }) => type === 'kernel').length).toBeGreaterThan(0);
  });

  test('keepalive probes show in its kernel lane', async () => {
    const { session } = await rig.opened({ ...keepalive, count: 2 } as DetectorSettings);
    const stop = new AbortController();
    const looks = rig.host['session.watch']({ session }, stop.signal)[Symbol.asyncIterator]();
    await looks.next();
    await rig.break([session], { kind: 'blackhole', direction: 'both' });
    await rig.until(session, over);
    stop.abort();
    await looks.next();
    const probes = (await rig.events(session)).flatMap((event) =>
      event.type === 'kernel' ? (event.info.probes ?? []) : [],
    );
    expect(Math.max(...probes)).toBeGreaterThanOrEqual(1);
  });
});

describe('the feeds', () => {
  test('events come from the record, in order, and end with the session', async () => {
    const { session } = await rig.opened();
    await rig.break([session], { kind: 'rst' });
    await rig.until(session, over);
    const feed = rig.host['session.events']({ session, afterSeq: 0 }, signal);
    const told: { seq: number; event: { type: string } }[] = [];
    const reading = (async () => {
      for await (const batch of feed) told.push(...acrossWire('session.events', batch));
    })();
    await expect.poll(() => told.at(-1)?.event.type).toBe('ended');
    await rig.host['session.dismiss']({ sessions: [session] }, signal);
    await reading;
    expect(told.map(({ seq }) => seq)).toEqual(told.map(({ seq }) => seq).toSorted((a, b) => a - b));
    expect(told.map(({ event }) => event.type)).toEqual((await rig.events(session)).map(({ type }) => type));
    expect(told[0]?.event.type).toBe('opened');
  });

  test.each(['html', 'json', 'csv', 'md'] as const)('a session is exported as %s', async (format) => {
    const { session } = await rig.opened();
    await rig.break([session], { kind: 'rst' });
    await rig.until(session, over);
    const file = await rig.host['session.export']({ session, format, language: 'en' }, signal);
    expect(file.name).toBe(`halfopen-session-${session}.${format}`);
    expect(Buffer.from(file.base64, 'base64').toString()).toContain('ECONNRESET');
  });

  test('all of them end as soon as nobody listens any more', async () => {
    const { session } = await rig.opened();
    const stop = new AbortController();
    const feeds = [
      rig.host['session.table'](null, stop.signal),
      rig.host['session.events']({ session, afterSeq: 1e9 }, stop.signal),
      rig.host['session.watch']({ session }, stop.signal),
    ].map((feed) => feed[Symbol.asyncIterator]());
    const [table, , watch] = feeds;
    await Promise.all([table?.next(), watch?.next()]);
    const waiting = feeds.map(async (feed) => {
      for (let next = await feed.next(); next.done !== true;) next = await feed.next();
    });
    stop.abort();
    expect(await Promise.all(waiting)).toHaveLength(3);
  });

  test('a session that is neither on the table nor in the history is a typed error', async () => {
    const feed = rig.host['session.events']({ session: 4711, afterSeq: 0 }, signal)[Symbol.asyncIterator]();
    await expect(feed.next()).rejects.toMatchObject({ detail: { code: 'no-such-session' } });
    const watch = rig.host['session.watch']({ session: 4711 }, signal)[Symbol.asyncIterator]();
    await expect(watch.next()).rejects.toMatchObject({ detail: { code: 'no-such-session' } });
    await expect(
      rig.host['session.export']({ session: 4711, format: 'md', language: 'zh' }, signal),
    ).rejects.toMatchObject({ detail: { code: 'no-such-session' } });
  });
});
