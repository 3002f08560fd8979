/** Whose move it is: the caller's input, this machine, the peer or path, or a defect in Halfopen itself. */
export type ErrorFault = 'input' | 'machine' | 'peer' | 'internal';

export interface ErrorDetail {
  /** Stable, kebab-case; part of the contract with scripts. */
  readonly code: string;
  readonly fault: ErrorFault;
  /** What happened and why it matters, in one sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  /** Symbolic operating-system error, such as `ETIMEDOUT`. */
  readonly errno?: string;
  /** Where in the input: `detectors[0].idle`. */
  readonly path?: string;
  readonly given?: string;
  readonly allowed?: string;
}

/** The one error class: typed by `detail.code`, plain data on every wire. */
export class HalfopenError extends Error {
  readonly detail: ErrorDetail;

  constructor(detail: ErrorDetail, cause?: unknown) {
    super(detail.message, cause === undefined ? undefined : { cause });
    this.name = 'HalfopenError';
    this.detail = detail;
  }
}

/** Exit codes of the command line; documented in README and stable. */
export const exitCodes = {
  done: 0,
  expectationNotMet: 1,
  badInput: 2,
  missingCapability: 3,
  internal: 4,
  cancelled: 130,
} as const;
