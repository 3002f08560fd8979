/** What happened to a session, in lanes over time: application, kernel timer, wire, fault. */
import { Maximize2, Minus, Plus } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import { useReportWords, useWords } from '../../app-context.tsx';
import { Button } from '../../parts/button.tsx';
import { sessionWordsIn } from '../../screens/sessions/session-words.ts';
import { hostNow } from '../../use-tick.ts';
import { axisHeight, laneHeight, paint } from './paint.ts';
import type { Colours, Marks } from './paint.ts';
import { firstNotBefore, moved, within, zoomed } from './span.ts';
import type { Span } from './span.ts';
import styles from './timeline.module.css';
import { msBetween } from '#model/time.ts';
import type { Ns } from '#model/time.ts';
import { clockTime } from '#report/text/numbers.ts';
import { lanes } from '#report/session/lane.ts';
import type { Entry } from '#report/session/timeline.ts';

interface TimelineProps {
  readonly entries: readonly Entry[];
  readonly startedAt: Ns;
  /** Null while it goes on. */
  readonly endedAt: Ns | null;
  readonly predicted: Span | null;
}

const height = axisHeight + lanes.length * laneHeight;
/** Follows the last of it this wide. */
const followMs = 20_000;
const step = 0.2;

export function Timeline({ entries, startedAt, endedAt, predicted }: TimelineProps) {
  const { sessions: say } = useWords();
  const words = sessionWordsIn(useReportWords());
  const marks = useMemo<Marks>(
    () => ({ entries, times: Float64Array.from(entries, ({ at }) => msBetween(startedAt, at)) }),
    [entries, startedAt],
  );
  const view = useView(marks, startedAt, endedAt);
  const canvas = useCanvas({ ...view, marks, predicted });
  const onKey = (event: KeyboardEvent): void => {
    if (view.onKey(event.key)) event.preventDefault();
  };
  const cursor = marks.entries[view.at];
  return (
    <section aria-labelledby="timeline">
      <div className={styles.head}>
        <h2 id="timeline">{say.timeline}</h2>
        <span className="mute" role="status">
          {cursor === undefined
            ? say.timelineHelp
            : `${clockTime(msBetween(startedAt, cursor.at))} ${words.lanes[cursor.lane]}: ${cursor.what}`}
        </span>
        <div className={styles.buttons}>
          <Button look="quiet" size="icon" aria-label={say.zoomIn} onClick={() => view.zoom(0.5)}>
            <Plus aria-hidden />
          </Button>
          <Button look="quiet" size="icon" aria-label={say.zoomOut} onClick={() => view.zoom(2)}>
            <Minus aria-hidden />
          </Button>
          <Button look="quiet" size="icon" aria-label={say.fit} onClick={view.fit}>
            <Maximize2 aria-hidden />
          </Button>
          <Button aria-pressed={view.follows} onClick={view.follow}>
            {say.follow}
          </Button>
        </div>
      </div>
      <div className={styles.timeline}>
        <ul className={styles.lanes} style={{ paddingTop: axisHeight }}>
          {lanes.map((lane) => (
            <li key={lane} style={{ height: laneHeight }}>
              {words.lanes[lane]}
            </li>
          ))}
        </ul>
        <canvas
          ref={canvas}
          className={styles.canvas}
          style={{ height }}
          // Reads and moves like a slider: arrows step through the events, which are told above.
          tabIndex={0}
          // oxlint-disable-next-line jsx-a11y/no-interactive-element-to-noninteractive-role -- keys move in it
          role="application"
          aria-label={`${say.timeline}. ${say.timelineHelp}`}
          onKeyDown={onKey}
          onPointerDown={view.onPointer}
          onPointerMove={view.onPointer}
        />
      </div>
    </section>
  );
}

function useView(marks: Marks, startedAt: Ns, endedAt: Ns | null) {
  const [span, setSpan] = useState<Span | null>(null);
  const [at, setAt] = useState(-1);
  const drag = useRef<{ readonly x: number; readonly span: Span } | null>(null);
  const end = useCallback(() => msBetween(startedAt, endedAt ?? hostNow()) + 300, [startedAt, endedAt]);
  const all = useCallback((): Span => ({ fromMs: -200, toMs: Math.max(1000, end()) }), [end]);
  /** Null follows the end. */
  const current = useCallback((): Span => {
    const whole = all();
    return span ?? (endedAt === null ? { fromMs: Math.max(-200, whole.toMs - followMs), toMs: whole.toMs } : whole);
  }, [span, all, endedAt]);
  const set = useCallback((next: Span) => setSpan(within(next, all())), [all]);
  const zoom = useCallback(
    (factor: number, around?: number) => {
      const now = current();
      set(zoomed(now, factor, around ?? (now.fromMs + now.toMs) / 2));
    },
    [current, set],
  );
  const choose = (next: number): void => {
    const bounded = Math.min(Math.max(next, 0), marks.times.length - 1);
    const ms = marks.times[bounded];
    setAt(bounded);
    const now = current();
    if (ms !== undefined && (ms < now.fromMs || ms > now.toMs)) set(moved(now, ms - (now.fromMs + now.toMs) / 2));
  };
  const onKey = (key: string): boolean => {
    const now = current();
    const keys: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => choose(at === -1 ? marks.times.length - 1 : at - 1),
      ArrowRight: () => choose(at + 1),
      PageUp: () => set(moved(now, -step * 4 * (now.toMs - now.fromMs))),
      PageDown: () => set(moved(now, step * 4 * (now.toMs - now.fromMs))),
      '+': () => zoom(0.5, marks.times[at]),
      '-': () => zoom(2, marks.times[at]),
      '0': () => setSpan(all()),
      End: () => setSpan(null),
    };
    keys[key]?.();
    return key in keys;
  };
  const onPointer = (event: PointerEvent<HTMLCanvasElement>): void => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const now = current();
    const perPixel = (now.toMs - now.fromMs) / width;
    if (event.type === 'pointerdown') {
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { x: event.clientX, span: now };
    } else if (event.buttons === 1 && drag.current !== null) {
      set(moved(drag.current.span, (drag.current.x - event.clientX) * perPixel));
    } else setAt(nearest(marks, now.fromMs + (event.clientX - left) * perPixel, 6 * perPixel));
  };
  const follow = (): void => setSpan(null);
  const fit = (): void => setSpan(all());
  return { current, at, zoom, onKey, onPointer, follow, fit, follows: span === null && endedAt === null, end };
}

/** The event closest to an instant, -1 when none is within reach. */
function nearest({ times }: Marks, ms: number, reachMs: number): number {
  const after = firstNotBefore(times, ms);
  const [left, right] = [ms - (times[after - 1] ?? -Infinity), (times[after] ?? Infinity) - ms];
  if (Math.min(left, right) > reachMs) return -1;
  return left < right ? after - 1 : after;
}

interface CanvasParts extends Pick<ReturnType<typeof useView>, 'current' | 'at' | 'zoom' | 'follows'> {
  readonly marks: Marks;
  readonly predicted: Span | null;
}

/** Draws once per frame while it follows, else when something changed. */
function useCanvas({ current, at, zoom, follows, marks, predicted }: CanvasParts) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d') ?? null;
    if (element === null || context === null) return undefined;
    let frame = 0;
    const draw = (): void => {
      const width = element.clientWidth;
      const scale = window.devicePixelRatio;
      if (element.width !== Math.round(width * scale)) {
        element.width = Math.round(width * scale);
        element.height = Math.round(height * scale);
      }
      context.setTransform(scale, 0, 0, scale, 0, 0);
      const { colours, font } = looksOf(element);
      paint(context, { width, height, span: current(), marks, colours, predicted, at, font, now: null });
      if (follows) frame = requestAnimationFrame(draw);
    };
    draw();
    const resized = new ResizeObserver(draw);
    resized.observe(element);
    return () => {
      cancelAnimationFrame(frame);
      resized.disconnect();
    };
  }, [current, at, follows, marks, predicted]);
  useEffect(() => {
    const element = canvas.current;
    // React listens passively: the page would scroll too.
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { left, width } = element?.getBoundingClientRect() ?? { left: 0, width: 1 };
      const now = current();
      zoom(event.deltaY > 0 ? 1.25 : 0.8, now.fromMs + ((event.clientX - left) / width) * (now.toMs - now.fromMs));
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [current, zoom]);
  return canvas;
}

/** The page's own colours, so that it follows the theme. */
function looksOf(element: Element): { readonly colours: Colours; readonly font: string } {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(`--timeline-${name}`);
  return {
    colours: {
      ink: colour('ink'),
      mute: colour('mute'),
      hair: colour('hair'),
      pen: colour('pen'),
      span: colour('span'),
      band: colour('band'),
    },
    font: `11px ${style.fontFamily}`,
  };
}
