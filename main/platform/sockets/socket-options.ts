/** Ask, apply, read back, report the difference. */
import type { Socket } from 'node:net';
import { HalfopenError } from '#model/error.ts';
import type { Effective, SocketOptions } from '#model/options.ts';
import { fdOf } from '#native';
import type { Applied, KernelOptions, Native } from '#native';
import type { OptionCalls } from '#model/platforms/index.ts';
import { callsHere } from './option-calls.ts';

/**
 * Applies all of `options` or none.
 * @throws HalfopenError `option-refused` (out of range, nothing changed) or `option-failed` (the kernel's errno).
 */
export function applySocketOptions(socket: Socket, options: SocketOptions, native: Native | null): Effective {
  if (native === null) return withoutHelper(options);
  const { keepalive, userTimeoutMs } = options;
  const applied = native.applyOptions(fdOf(socket), {
    ...(keepalive && { ...keepalive, keepalive: true }),
    ...(userTimeoutMs !== undefined && { userTimeoutMs }),
  });
  if (!applied.ok) throw refused(applied);
  return effectiveOf(options, applied.value, callsHere(native));
}

function effectiveOf(asked: SocketOptions, got: KernelOptions, calls: OptionCalls): Effective {
  return {
    keepalive: keepaliveOf(asked.keepalive, got, calls.keepalive),
    userTimeoutMs: userTimeoutOf(asked, got, calls),
  };
}

function keepaliveOf(asked: SocketOptions['keepalive'], got: KernelOptions, via: string): Effective['keepalive'] {
  const { keepalive, idleMs, intervalMs, count } = got;
  if (keepalive !== true) return { asked, got: undefined, via };
  if (idleMs !== null && intervalMs !== null && count !== null)
    return { asked, got: { idleMs, intervalMs, count }, via };
  return { asked, got: undefined, via, unreadable: 'this system does not tell what it has' };
}

function userTimeoutOf(
  { userTimeoutMs: asked }: SocketOptions,
  got: KernelOptions,
  calls: OptionCalls,
): Effective['userTimeoutMs'] {
  if (calls.userTimeout === null) return { unsupported: 'this system has no such option' };
  return { asked, got: got.userTimeoutMs ?? undefined, via: calls.userTimeout };
}

function withoutHelper(options: SocketOptions): Effective {
  if (options.keepalive !== undefined || options.userTimeoutMs !== undefined)
    throw new HalfopenError({
      code: 'helper-missing',
      fault: 'machine',
      message: 'Socket options cannot be set and read back: the native helper is not available.',
      hint: 'Run `npm run build:native`; it says what is missing.',
    });
  const unsupported = 'the native helper is not available';
  return { keepalive: { unsupported }, userTimeoutMs: { unsupported } };
}

function refused(applied: Applied & { readonly ok: false }): HalfopenError {
  if ('refusal' in applied) {
    const { option, value, allowed } = applied.refusal;
    return new HalfopenError({
      code: 'option-refused',
      fault: 'input',
      message: `The kernel does not accept ${option} = ${String(value)}. Nothing was changed.`,
      path: option,
      given: String(value),
      allowed,
    });
  }
  const { code, option } = applied.failure;
  return new HalfopenError({
    code: 'option-failed',
    fault: 'machine',
    message: `Setting ${option ?? 'the socket options'} failed with ${code}. Nothing was changed.`,
    errno: code,
  });
}
