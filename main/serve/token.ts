import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 bits, as they stand in an address. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** Takes as long for a near miss as for anything else. */
export function isToken(given: string, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
