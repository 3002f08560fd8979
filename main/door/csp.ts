/** What every page of ours is sent with, from a window as from a browser. */

/**
 * No inline script or style, no plugin, no frame, nothing from elsewhere (CSP Level 3).
 * @param connect where the page may open a connection to, beside its own origin
 */
export function contentSecurityPolicy(connect: readonly string[] = []): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    ["connect-src 'self'", ...connect].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
