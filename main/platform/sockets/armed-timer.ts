/** The timer that the kernel has armed for a socket, by SOCK_DIAG (sock_diag(7)): ss(8) without the rounding. */
import type { Diag, Native } from '#native';
import type { ReadTimer } from './link.ts';

/** One netlink socket for all, opened at the first question. Null for every question where that cannot be had. */
export function createTimerReader(native: Native | null): ReadTimer {
  let diag: Diag | null | undefined;
  return (fd) => {
    if (native === null) return null;
    if (diag === undefined) {
      const opened = native.openDiag();
      diag = opened.ok ? opened.value : null;
    }
    const armed = diag?.armedTimer(fd);
    return armed?.ok === true ? armed.value : null;
  };
}
