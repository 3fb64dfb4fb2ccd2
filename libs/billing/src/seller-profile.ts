import { addressSchema, contactSchema, currency, identifierSchema, text } from '#order';
import { z } from 'zod';
import { deliveryRouteSchema } from './delivery-route.js';
import { reportingSchema } from './reporting.js';
import { isNumberTemplate } from './number-template.js';
import {
  bic,
  electronicAddress,
  iban,
  LANGUAGES,
  shortName,
  siren,
  siret,
  siretOfSiren,
  vatId,
} from './profile-fields.js';

const series = z.strictObject({
  /** Name of the counter; each series counts on its own, without gap. */
  series: z.string().regex(/^[A-Za-z0-9_-]{1,20}$/),
  /** How the number is written, e.g. `F{year}-{sequence:6}`. */
  template: z.string().refine(isNumberTemplate, { params: { expects: 'number-template' } }),
});

/** A seller: who it is, what the law wants printed, how it is paid, how it numbers. */
export const sellerProfileSchema = z
  .strictObject({
    /** The ERP's name of the seller: what an order gives as `sellerRef`. */
    sellerRef: text(100),
    /** Other names that orders use for it. */
    aliases: z.array(text(100)).max(50).default([]),
    /** BT-27. */
    name: text(200),
    /** BT-28. */
    tradingName: text(200).optional(),
    /** BT-30 with scheme 0002. */
    siren: siren.optional(),
    /** BT-29 with scheme 0009. */
    siret: siret.optional(),
    /** BT-30 of a company that has no SIREN. */
    legalRegistration: identifierSchema.optional(),
    /** BT-29, besides the SIRET. */
    identifiers: z.array(identifierSchema).max(10).default([]),
    /** BT-31. */
    vatId: vatId.optional(),
    /** BT-32, for a seller without VAT number. */
    taxRegistrationId: text(50).optional(),
    /** BT-33: legal form, capital, commercial register. */
    legalInformation: text(1000).optional(),
    /** BT-34. */
    electronicAddress,
    /** BG-5. */
    address: addressSchema,
    /** BG-6. */
    contact: contactSchema.optional(),
    /** BG-11. */
    taxRepresentative: z.strictObject({ name: text(200), vatId, address: addressSchema }).optional(),
    /** Accounts to be paid on; the first one in the invoice's currency is printed. */
    bankAccounts: z
      .array(
        z.strictObject({
          iban,
          bic: bic.optional(),
          /** BT-85. */
          name: text(100).optional(),
          currency: currency.default('EUR'),
        }),
      )
      .min(1),
    /** BT-81: 30 credit transfer, 58 SEPA credit transfer. */
    paymentMeans: z.enum(['30', '58']).default('58'),
    numbering: z.strictObject({ invoice: series, creditNote: series }),
    /** First month of the fiscal year: the counters start again with it. */
    fiscalYearStartMonth: z.int().min(1).max(12).default(1),
    /** VAT on debits chosen for services ("option pour le paiement de la taxe d'après les débits"): BT-8. */
    vatOnDebits: z.boolean().default(false),
    /** Lifecycle messages of the French reform. */
    lifecycle: z
      .strictObject({
        /**
         * Which collections are told by status 212. `where-required`: where VAT is due on collection (services without the option
         * for debits, deposits); `always`: of goods too, to the buyer; `never`: another system does it.
         */
        collected: z.enum(['where-required', 'always', 'never']).default('where-required'),
        /** How messages go out; left out: by the customer's own route where that is a platform. */
        route: deliveryRouteSchema.optional(),
      })
      .prefault({}),
    /** E-reporting (Flux 10); left out: nothing is prepared. */
    ereporting: reportingSchema.optional(),
    /** Billing policy, by id. */
    policy: shortName,
    language: z.enum(LANGUAGES).default('fr'),
    /** Looks of the readable page: references only, the files lie beside the profile. */
    branding: z
      .strictObject({
        logo: z
          .string()
          .regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}\.(png|jpe?g)$/)
          .optional(),
        colour: z
          .string()
          .regex(/^#[0-9A-Fa-f]{6}$/)
          .optional(),
      })
      .default({}),
  })
  .refine(...siretOfSiren);

export type SellerProfile = z.output<typeof sellerProfileSchema>;
