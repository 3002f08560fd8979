/** The host's clock, ticking in the view, for what counts up and down by itself. */
import { useEffect, useState } from 'react';
import type { Ns } from '#model/time.ts';

let offsetNs = 0;

/** Call with each `now` that the host tells: the view's clock keeps to it. */
export function keepTime(now: Ns): void {
  offsetNs = now - performance.now() * 1e6;
}

export const hostNow = (): Ns => (performance.now() * 1e6 + offsetNs) as Ns;

/** Draws again `perSecond` times a second while the page is seen. */
export function useTick(perSecond: number): Ns {
  const [now, setNow] = useState(hostNow);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') setNow(hostNow());
    }, 1000 / perSecond);
    return () => clearInterval(timer);
  }, [perSecond]);
  return now;
}
