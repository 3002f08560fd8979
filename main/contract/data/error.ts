import { z } from 'zod';
import type { ErrorDetail } from '#model/error.ts';

/** A typed error as data: all that crosses a wire of one. */
export const errorData = z.object({
  code: z.string(),
  fault: z.enum(['input', 'machine', 'peer', 'internal']),
  message: z.string(),
  hint: z.exactOptional(z.string()),
  errno: z.exactOptional(z.string()),
  path: z.exactOptional(z.string()),
  given: z.exactOptional(z.string()),
  allowed: z.exactOptional(z.string()),
}) satisfies z.ZodType<ErrorDetail>;
