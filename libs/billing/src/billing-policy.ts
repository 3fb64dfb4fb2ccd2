import { code, currency, date, integer, nonNegative, percentage, text, vatCategory } from '#order';
import { z } from 'zod';
import { bilingual, shortName } from './profile-fields.js';

/** Which VAT regime a customer's supplies fall under; the policy's table says what follows from it. */
export const VAT_TREATMENTS = [
  'domestic',
  'reverse-charge', // AE: the buyer owes the tax
  'intra-community', // K: goods to a taxable person in another member state
  'export', // G: goods leaving the EU
  'exempt', // E: exempt by law, or franchise
  'not-subject', // O: outside the scope of VAT
] as const;
export type VatTreatment = (typeof VAT_TREATMENTS)[number];

const validity = { validFrom: date.optional(), validTo: date.optional() };

/**
 * How a due date follows from the issue date. `endOfMonth` says where the month end comes in, since "45 days end of month"
 * has two lawful readings: `after-days` (15 February + 45 days = 1 April, so 30 April) and `before-days`
 * (28 February + 45 days = 14 April).
 */
const paymentTerms = z.strictObject({
  days: integer(365),
  endOfMonth: z.enum(['none', 'after-days', 'before-days']).default('none'),
  /** Day of the month to which the result moves forward, e.g. 10 for "on the 10th". */
  dayOfMonth: z.int().min(1).max(31).optional(),
  /** BT-20; `{dueDate}` is filled. */
  text: bilingual,
});

/** What a tax code of the ERP (or a rate, or nothing at all) means for a customer of one treatment. */
const vatRule = z.strictObject({
  /** The ERP's tax code; left out: the rule for lines that give none. */
  code: text(50).optional(),
  /** Left out: any treatment. */
  treatment: z.enum(VAT_TREATMENTS).optional(),
  category: vatCategory,
  /** In percent; left out for category O. */
  rate: percentage.optional(),
  /** BT-121. */
  exemptionReasonCode: code(50).optional(),
  /** BT-120. */
  exemptionReason: bilingual.optional(),
  ...validity,
});

/** A note (BG-1) with the period in which the law or the contract gives it. */
export const noteSchema = z.strictObject({
  /** BT-21, UNTDID 4451: PMT, PMD, AAB, ABL, REG, AAI … */
  subjectCode: z.string().regex(/^[A-Z]{3}$/),
  /** BT-22. `#` is not allowed: it separates notes in the French UBL convention. */
  text: bilingual.refine((value) => !value.en.includes('#') && !value.fr.includes('#'), {
    params: { expects: 'no-hash' },
  }),
  ...validity,
});

/** Rules of billing that a business user may change; one seller has one policy. */
export const billingPolicySchema = z
  .strictObject({
    policyId: shortName,
    /** Currency where neither order nor customer gives one. */
    currency: currency.default('EUR'),
    /** What is sold where the order does not say: first letter of BT-23. */
    operation: z.enum(['goods', 'services', 'mixed']),
    paymentTerms: z.record(shortName, paymentTerms),
    defaultPaymentTerms: shortName,
    /** Highest lawful due date, Code de commerce L441-10. Sector exceptions are other figures here. */
    ceiling: z
      .strictObject({
        /** Days from the issue date. */
        days: integer(365).default(60),
        /** Days of the end-of-month form, where the contract has agreed one; left out: not agreed. */
        endOfMonthDays: integer(60).optional(),
        endOfMonth: z.enum(['after-days', 'before-days']).default('after-days'),
        /** What happens beyond it. */
        onBreach: z.enum(['problem', 'warning']).default('problem'),
      })
      .prefault({}),
    vatRules: z.array(vatRule).min(1),
    notes: z.array(noteSchema).default([]),
    /** Late interest, for the note PMD and for claims: the wording stands in the notes. */
    lateInterest: z
      .strictObject({
        /** `ecb-plus-10`: statutory default; `legal-times-3`: the lawful floor; `contract`: an agreed yearly rate. */
        rate: z.enum(['ecb-plus-10', 'legal-times-3', 'contract']).default('ecb-plus-10'),
        contractRate: percentage.optional(),
        /** Fixed recovery charge per invoice paid late (D441-5). */
        fixedCharge: nonNegative.optional(),
      })
      .prefault({}),
    /** Discount for early payment (escompte) on the total including VAT, as the note AAB announces it. */
    earlyPayment: z.strictObject({ percentage, days: integer(60) }).optional(),
    /** Up to where the ERP's own figures may differ from ours before an order is held. */
    tolerance: z
      .strictObject({
        /** For each amount of a line. */
        line: nonNegative.optional(),
        /** For each total of the document. */
        document: nonNegative.optional(),
      })
      .prefault({}),
    /** BT-83: what the payer quotes. `creditor-reference` is ISO 11649 made from the invoice number. */
    remittanceReference: z.enum(['creditor-reference', 'number']).default('creditor-reference'),
  })
  .refine((policy) => Object.hasOwn(policy.paymentTerms, policy.defaultPaymentTerms), {
    path: ['defaultPaymentTerms'],
    params: { expects: 'known-terms' },
  });

export type BillingPolicy = z.output<typeof billingPolicySchema>;
export type PaymentTerms = z.output<typeof paymentTerms>;
export type VatRule = z.output<typeof vatRule>;
export type PolicyNote = z.output<typeof noteSchema>;
