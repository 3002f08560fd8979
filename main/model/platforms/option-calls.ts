import type { OperatingSystem } from '../prediction.ts';

/** The calls that set and read an option here, in the order of use; null where there is none. */
export interface OptionCalls {
  readonly keepalive: string;
  readonly userTimeout: string | null;
}

/** `modern` Windows (10 1709 and later) sets whole seconds by options that can be read back. */
export function optionCalls(os: OperatingSystem, modern: boolean): OptionCalls {
  switch (os) {
    case 'linux':
      return { keepalive: 'SO_KEEPALIVE, TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT', userTimeout: 'TCP_USER_TIMEOUT' };
    case 'windows':
      return modern
        ? { keepalive: 'SO_KEEPALIVE, TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT', userTimeout: 'TCP_MAXRTMS, TCP_MAXRT' }
        : { keepalive: 'SO_KEEPALIVE, SIO_KEEPALIVE_VALS', userTimeout: null };
    case 'darwin':
      return {
        keepalive: 'SO_KEEPALIVE, TCP_KEEPALIVE, TCP_KEEPINTVL, TCP_KEEPCNT',
        userTimeout: 'TCP_RXT_CONNDROPTIME',
      };
  }
}
