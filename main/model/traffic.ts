/**
 * What the session does when the fault strikes.
 * `idle`: nothing but what the detector sends. `writing`, `reading`: one data frame every 500 ms, to or from the peer.
 * `in-flight`: idle until t0, when one frame is written that a broken path leaves unacknowledged.
 * `zero-window`: the peer reads nothing, and we have written until its receive window is closed.
 */
export const traffics = ['idle', 'writing', 'reading', 'in-flight', 'zero-window'] as const;
export type Traffic = (typeof traffics)[number];

/** What a live session can do by itself. */
export const liveTraffics = ['idle', 'writing'] as const satisfies readonly Traffic[];
export type LiveTraffic = (typeof liveTraffics)[number];

/** Gap between two data frames of `writing` or `reading` traffic. */
export const writingGapMs = 500;
