/**
 * Texts that change because time passes. One clock for the whole page writes them into their elements: rows are not
 * drawn again, so ten thousand of them cost nothing, and those out of sight are not there at all.
 */
import { useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { hostNow } from '../../use-tick.ts';
import type { Ns } from '#model/time.ts';

type Say = (now: Ns) => string;

const everyMs = 100;
const ticking = new Map<HTMLElement, Say>();
let clock: ReturnType<typeof setInterval> | null = null;

function tick(): void {
  if (document.visibilityState !== 'visible') return;
  const now = hostNow();
  for (const [element, say] of ticking) write(element, say(now));
}

/** An element whose text is what `say` answers, ten times a second. */
export function useTicking<E extends HTMLElement>(say: Say): RefObject<E | null> {
  const element = useRef<E>(null);
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    ticking.set(current, say);
    write(current, say(hostNow()));
    clock ??= setInterval(tick, everyMs);
    return () => {
      ticking.delete(current);
      if (ticking.size > 0 || clock === null) return;
      clearInterval(clock);
      clock = null;
    };
  }, [say]);
  return element;
}

function write(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
