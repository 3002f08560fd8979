import { expect, test } from 'vitest';
import { faultParts, isControl, isNetworkFault } from '#model/faults/index.ts';
import { liveFaults, tellingRank } from '#model/faults/telling.ts';

test('silent failures are spoken of first, then what announces itself, then what passes', () => {
  const examples = faultParts.map(({ example }) => example);
  expect(examples.filter((fault) => tellingRank(fault) === -1)).toEqual([]);
  expect(examples.toSorted((a, b) => tellingRank(a) - tellingRank(b)).map(({ kind }) => kind)).toEqual([
    'blackhole',
    'route-blackhole',
    'link-down',
    'icmp-unreachable',
    'firewall-forgets',
    'freeze',
    'reboot',
    'host-reboot',
    'kill',
    'half-close',
    'fin',
    'rst',
    'middlebox-rst',
    'outage',
    'loss',
    'slow-pong',
    'none',
  ]);
});

test('a live session is offered every fault that needs no network of its own, the cut cable first', () => {
  const kinds = faultParts.filter(({ example }) => !isNetworkFault(example) && !isControl(example));
  expect(new Set(liveFaults.map(({ kind }) => kind))).toEqual(new Set(kinds.map(({ kind }) => kind)));
  expect(liveFaults[0]).toEqual({ kind: 'blackhole', direction: 'both' });
});
