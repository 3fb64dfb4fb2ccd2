import { addressSchema, code, contactSchema, currency, identifierSchema, text } from '#order';
import { z } from 'zod';
import { deliveryRouteSchema } from './delivery-route.js';
import { noteSchema, VAT_TREATMENTS } from './billing-policy.js';
import {
  bilingual,
  electronicAddress,
  LANGUAGES,
  shortName,
  siren,
  siret,
  siretOfSiren,
  vatId,
} from './profile-fields.js';

/** References an order may be obliged to carry for a customer; the names are those of the order's `references`. */
export const REQUIRABLE_REFERENCES = [
  'buyerReference',
  'project',
  'contract',
  'purchaseOrder',
  'salesOrder',
  'receivingAdvice',
  'despatchAdvice',
  'tender',
  'invoicedObject',
  'buyerAccounting',
] as const;

/** Which specification the customer's documents state (BT-24). */
export const DOCUMENT_PROFILES = ['en16931', 'extended-ctc-fr', 'basic-wl', 'basic', 'extended'] as const;

/** How the platforms have to treat the invoice: note BAR of the French profile (BR-FR-20). */
export const HANDLINGS = ['B2B', 'B2BINT', 'B2C', 'B2CINT', 'OUTOFSCOPE', 'ARCHIVEONLY'] as const;

/** A customer: who it is, what it wants its invoices to look like, and how they reach it. */
export const partnerProfileSchema = z
  .strictObject({
    /** The ERP's name of the customer: what an order gives as `customerRef`. */
    customerRef: text(100),
    /** Other names that orders use for it (GLN, SIRET, account number of another ERP). */
    aliases: z.array(text(100)).max(50).default([]),
    /** BT-44. */
    name: text(200),
    /** BT-45. */
    tradingName: text(200).optional(),
    /** BT-47 with scheme 0002. */
    siren: siren.optional(),
    /** BT-46 with scheme 0009; must begin with the SIREN (BR-FR-09). */
    siret: siret.optional(),
    /** BT-47 of a company that has no SIREN. */
    legalRegistration: identifierSchema.optional(),
    /** BT-46, instead of the SIRET. */
    identifiers: z.array(identifierSchema).max(10).default([]),
    /** BT-48. */
    vatId: vatId.optional(),
    /** BT-49. */
    electronicAddress: electronicAddress.optional(),
    /** BG-8. */
    address: addressSchema,
    /** BG-9. */
    contact: contactSchema.optional(),
    /** BG-15, when goods go elsewhere than to `address`. */
    deliveryAddress: addressSchema.optional(),
    /** Language of notes and of the readable page. */
    language: z.enum(LANGUAGES).default('fr'),
    /** Of invoices whose order names none; left out: the policy's. */
    currency: currency.optional(),
    /** Document the customer wants. */
    format: z.enum(['ubl', 'cii', 'facturx']),
    profile: z.enum(DOCUMENT_PROFILES).default('en16931'),
    /** How documents reach it. */
    delivery: deliveryRouteSchema,
    /** References without which its orders are not billed. */
    requiredReferences: z.array(z.enum(REQUIRABLE_REFERENCES)).default([]),
    /** References used where the order has none, such as a fixed service code (BT-10). */
    defaultReferences: z
      .strictObject({
        buyerReference: text(100).optional(),
        contract: text(100).optional(),
        buyerAccounting: text(100).optional(),
      })
      .default({}),
    /** Terms of the billing policy; left out: the policy's default. */
    paymentTerms: shortName.optional(),
    vatTreatment: z.enum(VAT_TREATMENTS).default('domestic'),
    handling: z.enum(HANDLINGS).default('B2B'),
    /** Notes in place of the policy's, by subject code. */
    notes: z.array(noteSchema).max(20).default([]),
    /** Free remark that goes on every invoice (note AAI). */
    standingNote: bilingual.optional(),
    /** Group for figures and dunning, e.g. `retail`. */
    segment: shortName.default('default'),
    /** EAS or ISO 6523 routing code of the buyer, scheme 0224, where its platform asks for one. */
    routingCode: code(100).optional(),
  })
  .refine(...siretOfSiren);

export type PartnerProfile = z.output<typeof partnerProfileSchema>;
export type RequirableReference = (typeof REQUIRABLE_REFERENCES)[number];
export type DocumentProfile = (typeof DOCUMENT_PROFILES)[number];
