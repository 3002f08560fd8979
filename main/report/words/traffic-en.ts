/** What the session does when the fault strikes, in English. */
import { writingGapMs } from '#model/traffic.ts';
import type { Traffic } from '#model/traffic.ts';
import { setting } from '../text/numbers.ts';

export const trafficEn = {
  traffic: {
    idle: 'idle',
    writing: 'writing',
    reading: 'reading',
    'in-flight': 'in flight',
    'zero-window': 'zero window',
  },
  trafficTitle: {
    idle: 'Idle connection',
    writing: `Writing connection, every ${setting(writingGapMs)}`,
    reading: `Reading connection, every ${setting(writingGapMs)}`,
    'in-flight': 'Data in flight when the fault strikes',
    'zero-window': 'Zero window: the peer reads nothing',
  },
  matrixCaption: (traffic: Traffic): string =>
    ({
      idle: 'Idle connection: nothing is sent but what the detector sends',
      writing: `Writing connection: the application sends one frame every ${setting(writingGapMs)}`,
      reading: `Reading connection: the peer sends one frame every ${setting(writingGapMs)}`,
      'in-flight': 'Data in flight: one frame is on its way, unacknowledged, when the fault strikes',
      'zero-window': 'Zero window: the peer reads nothing, and data waits for its closed receive window',
    })[traffic],
} satisfies {
  readonly traffic: Record<Traffic, string>;
  readonly trafficTitle: Record<Traffic, string>;
  readonly matrixCaption: (traffic: Traffic) => string;
};

export const onTrafficEn = {
  idle: 'on an idle connection',
  writing: 'on a writing connection',
  reading: 'on a reading connection',
  'in-flight': 'with data in flight',
  'zero-window': 'with a zero window',
} as const satisfies Record<Traffic, string>;
