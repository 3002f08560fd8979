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
      return `slow-pong ${shortDuration(fault.delayMs)}${fault.countsAs === 'dead' ? ' = dead' : ''}`;
    case 'none':
    case 'fin':
    case 'half-close':
    case 'rst':
    case 'kill':
    case 'freeze':
    case 'route-blackhole':
    case 'middlebox-rst':
      return fault.kind;
    case 'loss':
      return `loss ${fault.percent}%${way(fault.direction)}`;
    case 'link-down':
      return `link-down ${fault.side}`;
    case 'icmp-unreachable':
      return `icmp-unreachable ${fault.reason}${fault.rateLimited ? '' : ' unlimited'}`;
    case 'firewall-forgets':
      return `firewall-forgets ${shortDuration(fault.afterMs)} ${fault.reply}`;
    case 'host-reboot':
      return `host-reboot ${shortDuration(fault.downMs)}`;
  }
}

const way = (direction: Direction): string => (direction === 'both' ? '' : ` ${direction}`);
