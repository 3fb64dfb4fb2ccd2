import { localDate } from '#kernel';
import { date, text } from '#order';
import { z } from 'zod';
import { deliveryRouteSchema } from './delivery-route.js';

/** VAT regimes of a declarant, as far as they set periods and deadlines of e-reporting. */
export const VAT_REGIMES = ['normal-monthly', 'normal-quarterly', 'simplified', 'franchise'] as const;
export type VatRegime = (typeof VAT_REGIMES)[number];

/** How a seller's sales to consumers and abroad, and their payments, are reported (CGI art. 290 and 290 A). */
export const reportingSchema = z.strictObject({
  /** The regime with the period in which it holds; a change begins with a period of declaration. */
  regimes: z
    .array(z.strictObject({ regime: z.enum(VAT_REGIMES), validFrom: date.optional(), validTo: date.optional() }))
    .min(1),
  /** First day reported: 2026-09-01 for large and mid-sized companies, 2027-09-01 for the others. */
  startsOn: date.default(localDate('2026-09-01')),
  /**
   * The platform's number (4 digits, scheme 0238) and name, for the sender block: only a platform sends to the public portal. It
   * fills in its own when it takes data instead of files.
   */
  platform: z.strictObject({ number: z.string().regex(/^\d{4}$/), name: text(200) }),
  /** How reports reach the platform; left out: they are kept to be fetched. */
  route: deliveryRouteSchema.optional(),
  /** Days before a deadline from which it is shown as near. */
  warnDays: z.int().min(0).max(30).default(5),
});

export type ReportingSettings = z.output<typeof reportingSchema>;
