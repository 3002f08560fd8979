/** Per-socket kernel options; what is absent is left at the system's value. */
export interface SocketOptions {
  readonly keepalive?: KeepaliveOptions;
  /** `TCP_USER_TIMEOUT` (tcp(7), RFC 5482): how long transmitted data may stay unacknowledged. */
  readonly userTimeoutMs?: number;
}

export interface KeepaliveOptions {
  readonly idleMs: number;
  readonly intervalMs: number;
  readonly count: number;
}

/**
 * What was asked, what the kernel says it has now, and by which call; or that it took it and cannot be asked what it
 * has; or a plain reason why not.
 */
export type Effective = {
  readonly [K in keyof SocketOptions]-?:
    | {
        readonly asked: SocketOptions[K];
        readonly got: SocketOptions[K];
        readonly via: string;
        /** Present where `got` is not to be had although it was accepted: why. */
        readonly unreadable?: string;
      }
    | { readonly unsupported: string };
};
