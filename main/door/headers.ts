/** What every answer of a door is sent with. */
import { contentSecurityPolicy } from './csp.ts';

/** @param connect as for `contentSecurityPolicy` */
export function securityHeaders(connect: readonly string[] = []): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(connect),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=()',
    // A page of yesterday must not meet a host of today.
    'Cache-Control': 'no-store',
  };
}
