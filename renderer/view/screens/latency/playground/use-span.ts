/** The part of the trace that is in sight: by buttons, by dragging, by the wheel. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { PointerEvent } from 'react';
import { moved, within, zoomed } from '../../../charts/timeline/span.ts';
import type { Span } from '../../../charts/timeline/span.ts';

export interface SpanView {
  readonly span: Span;
  readonly isWhole: boolean;
  readonly set: (span: Span | null) => void;
  readonly zoom: (factor: number, aroundMs?: number) => void;
  /** By this share of what is in sight. */
  readonly move: (share: number) => void;
  readonly onPointer: (event: PointerEvent<HTMLElement>) => void;
}

/** The second is for the element that all lanes are in. */
export function useSpan(whole: Span): readonly [SpanView, (element: HTMLElement | null) => void] {
  const [chosen, setChosen] = useState<Span | null>(null);
  const [element, wheel] = useState<HTMLElement | null>(null);
  const [drag, setDrag] = useState<{ readonly x: number; readonly span: Span } | null>(null);
  const { fromMs, toMs } = chosen === null ? whole : within(chosen, whole);
  // What is drawn is drawn anew only when this changes.
  const span = useMemo(() => ({ fromMs, toMs }), [fromMs, toMs]);
  const set = (next: Span | null): void => {
    const kept = next === null ? null : within(next, whole);
    setChosen(kept === null || (kept.fromMs <= whole.fromMs && kept.toMs >= whole.toMs) ? null : kept);
  };
  const zoom = (factor: number, aroundMs = (span.fromMs + span.toMs) / 2): void => set(zoomed(span, factor, aroundMs));
  const onPointer = (event: PointerEvent<HTMLElement>): void => {
    if (event.type === 'pointerdown' && event.button === 0) {
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag({ x: event.clientX, span });
    } else if (event.type === 'pointermove' && event.buttons === 1 && drag !== null) {
      const perPixel = (span.toMs - span.fromMs) / event.currentTarget.clientWidth;
      set(moved(drag.span, (drag.x - event.clientX) * perPixel));
    }
  };
  const latest = useRef({ span, zoom });
  useEffect(() => {
    latest.current = { span, zoom };
  });
  useEffect(() => {
    // React listens passively: the page would zoom too.
    const onWheel = (event: WheelEvent): void => {
      const lane = event.target instanceof Element ? event.target.closest('[data-lane]') : null;
      if (lane === null || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      const { left, width } = lane.getBoundingClientRect();
      const { span: now } = latest.current;
      const around = now.fromMs + ((event.clientX - left) / width) * (now.toMs - now.fromMs);
      latest.current.zoom(event.deltaY > 0 ? 1.25 : 0.8, around);
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [element]);
  const move = (share: number): void => set(moved(span, share * (span.toMs - span.fromMs)));
  return [{ span, isWhole: chosen === null, set, zoom, move, onPointer }, wheel];
}
