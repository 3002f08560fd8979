import { shortDuration } from './duration.ts';
import type { Direction, Fault } from './settings.ts';

/** Short and stable: columns of tables. */
export function faultLabel(fault: Fault): string {
  switch (fault.kind) {
    case 'blackhole':
      return `blackhole${way(fault.direction)}`;
    case 'outage':
      return `outage ${shortDuration(fault.durationMs)}${way(fault.direction)}`;
    case 'reboot':
      return `reboot ${shortDuration(fault.downMs)}`;
    case 'slow-pong':
      return `slow-pong ${shortDuration(fault.delayMs)}`;
    case 'fin':
    case 'half-close':
    case 'rst':
    case 'kill':
    case 'freeze':
      return fault.kind;
  }
}

const way = (direction: Direction): string => (direction === 'both' ? '' : ` ${direction}`);
