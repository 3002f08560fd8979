/** Ask, apply, read back, report the difference. */
import type { Socket } from 'node:net';
import { HalfopenError } from '#model/error.ts';
import type { Effective, SocketOptions } from '#model/options.ts';
import { fdOf } from '#native';
import type { Applied, KernelOptions, Native } from '#native';

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
  return effectiveOf(options, applied.value);
}

function effectiveOf(asked: SocketOptions, got: KernelOptions): Effective {
  const keepalive =
    got.keepalive === true && got.idleMs !== null && got.intervalMs !== null && got.count !== null
      ? { idleMs: got.idleMs, intervalMs: got.intervalMs, count: got.count }
      : undefined;
  return {
    keepalive: {
      asked: asked.keepalive,
      got: keepalive,
      via: 'SO_KEEPALIVE, TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT',
    },
    userTimeoutMs: { asked: asked.userTimeoutMs, got: got.userTimeoutMs ?? undefined, via: 'TCP_USER_TIMEOUT' },
  };
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
      message: `The kernel cannot hold ${option} = ${String(value)}; nothing was changed.`,
      path: option,
      given: String(value),
      allowed,
    });
  }
  const { code, option } = applied.failure;
  return new HalfopenError({
    code: 'option-failed',
    fault: 'machine',
    message: `Setting ${option ?? 'the socket options'} failed with ${code}; nothing was changed.`,
    errno: code,
  });
}
