import { useEffect, useState } from 'react';
import type { RefObject } from 'react';

interface Overflow {
  readonly isWide: boolean;
  /** Something is out of sight to the left, to the right. */
  readonly before: boolean;
  readonly after: boolean;
}

const fits: Overflow = { isWide: false, before: false, after: false };

/** How what is in the box is wider than the box, now and as either changes. */
export function useOverflow(box: RefObject<HTMLElement | null>): Overflow {
  const [overflow, setOverflow] = useState(fits);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const look = (): void => {
      const { scrollLeft, scrollWidth, clientWidth } = element;
      const now = {
        isWide: scrollWidth > clientWidth + 1,
        before: scrollLeft > 1,
        after: scrollLeft + clientWidth < scrollWidth - 1,
      };
      setOverflow((last) =>
        last.isWide === now.isWide && last.before === now.before && last.after === now.after ? last : now,
      );
    };
    look();
    const resized = new ResizeObserver(look);
    resized.observe(element);
    for (const child of element.children) resized.observe(child);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      resized.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [box]);
  return overflow;
}
