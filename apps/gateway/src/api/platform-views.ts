import { z } from 'zod';

const instant = z.iso.datetime();

/** What the API answers about accredited platforms. */
export const platformView = z.object({
  platformId: z.string(),
  organizations: z.array(z.string()),
  directoryCheck: z.enum(['required', 'advisory', 'off']),
  takesCallbacks: z.boolean(),
  health: z.object({ flows: z.string(), directory: z.string() }).meta({ description: '`ok`, or what is wrong' }),
});

export const platformFlowView = z.object({
  id: z.string(),
  platform: z.string(),
  organization: z.string().optional(),
  direction: z.enum(['in', 'out']),
  flowRef: z.string().optional().meta({ description: 'The platform’s id' }),
  trackingId: z.string().optional(),
  syntax: z.string(),
  flowType: z.string().optional(),
  fileName: z.string(),
  state: z.enum(['waiting', 'sent', 'acknowledged', 'refused', 'dead', 'noted', 'received', 'passed-over']),
  reasons: z.array(z.string()),
  subject: z.string().optional(),
  subjectId: z.string().optional(),
  parcelId: z.string().optional(),
  attempts: z.int(),
  createdAt: instant,
  updatedAt: instant.optional().meta({ description: 'The platform’s clock' }),
});

export const addressView = z.object({
  address: z.string(),
  on: z.iso.date(),
  result: z.enum(['reachable', 'unreachable', 'unknown']),
  cause: z.enum(['no-line', 'disabled', 'not-yet', 'ended']).optional(),
  reason: z.string().optional(),
  line: z
    .object({
      address: z.string(),
      state: z.enum(['enabled', 'disabled', 'upcoming', 'other']),
      siren: z.string().optional(),
      siret: z.string().optional(),
      routingCode: z.string().optional(),
      suffix: z.string().optional(),
      platformKind: z.enum(['private', 'public']).optional(),
      from: z.iso.date().optional(),
      until: z.iso.date().optional(),
    })
    .optional(),
  checkedAt: instant,
});
