/** Every option of socket.h, in its order. `keepalive` is the switch SO_KEEPALIVE itself. */
export const optionNames = ['idleMs', 'intervalMs', 'count', 'userTimeoutMs', 'keepalive'] as const;
export type OptionName = (typeof optionNames)[number];

/** What a socket has. Null: this system cannot tell. */
export interface KernelOptions {
  readonly idleMs: number | null;
  readonly intervalMs: number | null;
  readonly count: number | null;
  readonly userTimeoutMs: number | null;
  readonly keepalive: boolean | null;
}

/** What a socket shall have; what is absent stays as it is. */
export interface AskedOptions {
  readonly idleMs?: number;
  readonly intervalMs?: number;
  readonly count?: number;
  /** 0 leaves it to the system (tcp_retries2). */
  readonly userTimeoutMs?: number;
  readonly keepalive?: boolean;
}

/** In the option's own unit; `step` is the finest difference this kernel can hold. */
export interface Limit {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** Null: this system does not have the option. */
export type Limits = { readonly [K in OptionName]: Limit | null };

/** Nothing was changed, and the kernel was not asked. */
export interface Refusal {
  readonly option: OptionName;
  readonly value: number | boolean;
  /** In words: `whole seconds from 1 s to 32767 s`. */
  readonly allowed: string;
}

/** HO_NONE of socket.h. */
const none = -1;

/** Options between JavaScript's units and the kernel's, in the form of socket.h: one int32 per option. */
export interface OptionTable {
  readonly limits: Limits;
  /** The first value that this kernel cannot hold exactly. */
  refuse(asked: AskedOptions): Refusal | null;
  toKernel(asked: AskedOptions, into: Int32Array): void;
  fromKernel(got: Int32Array): KernelOptions;
}

/** `ranges` holds min, max and unit of every option, as ho_ranges does. */
export function optionTable(ranges: Int32Array): OptionTable {
  const place = (name: OptionName) => optionNames.indexOf(name);
  const unit = (name: OptionName) => ranges[3 * place(name) + 2] ?? 1;
  const limit = (name: OptionName): Limit | null => {
    const [min = 0, max = -1, step = 1] = ranges.subarray(3 * place(name));
    return max < min ? null : { min: min * step, max: max * step, step };
  };
  const limits = {
    idleMs: limit('idleMs'),
    intervalMs: limit('intervalMs'),
    count: limit('count'),
    userTimeoutMs: limit('userTimeoutMs'),
    keepalive: limit('keepalive'),
  };
  return {
    limits,
    refuse(asked) {
      for (const option of optionNames) {
        const value = asked[option];
        if (value !== undefined && !fits(Number(value), limits[option]))
          return { option, value, allowed: inWords(option, limits[option]) };
      }
      return null;
    },
    toKernel(asked, into) {
      into.set(optionNames.map((name) => (asked[name] === undefined ? none : Number(asked[name]) / unit(name))));
    },
    fromKernel(got) {
      const read = (name: OptionName): number | null => {
        const value = got[place(name)] ?? none;
        return value === none ? null : value * unit(name);
      };
      const keepalive = read('keepalive');
      return {
        idleMs: read('idleMs'),
        intervalMs: read('intervalMs'),
        count: read('count'),
        userTimeoutMs: read('userTimeoutMs'),
        keepalive: keepalive === null ? null : keepalive !== 0,
      };
    },
  };
}

const fits = (value: number, limit: Limit | null): boolean =>
  limit !== null && value >= limit.min && value <= limit.max && value % limit.step === 0;

function inWords(option: OptionName, limit: Limit | null): string {
  if (limit === null) return 'nothing: this system does not have the option';
  if (option === 'keepalive') return 'true or false';
  if (limit.min === limit.max) return `${limit.min} and nothing else`;
  if (option === 'count') return `a whole number from ${limit.min} to ${limit.max}`;
  if (limit.step === 1000) return `whole seconds from ${limit.min / 1000} s to ${limit.max / 1000} s`;
  return `whole milliseconds from ${limit.min} ms to ${limit.max} ms`;
}
