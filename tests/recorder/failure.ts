import type { ErrorDetail } from '#model/error.ts';

/** What the error that `work` throws tells; null when it throws nothing. */
export function failure(work: () => unknown): ErrorDetail | null {
  try {
    work();
  } catch (error) {
    if (error instanceof Error && 'detail' in error) return error.detail as ErrorDetail;
    throw error;
  }
  return null;
}
