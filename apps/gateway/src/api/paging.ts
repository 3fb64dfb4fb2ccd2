import { z } from 'zod';

/** `cursor` is the `nextCursor` of the page before; opaque to callers, and bounded. */
export const pageQuery = z.object({
  cursor: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
