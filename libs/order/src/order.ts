import { z } from 'zod';
import {
  code,
  country,
  currency,
  date,
  decimal,
  nonNegative,
  percentage,
  positive,
  text,
  vatCategory,
} from './fields.js';
import { MAX_ORDER_LINES } from './limits.js';

export const identifierSchema = z.strictObject({
  id: text(100),
  /** ISO 6523 or EAS code, e.g. `0002` SIREN, `0009` SIRET, `0225` French electronic address, `0088` GLN. */
  scheme: code(20).optional(),
});

/** Tests that look at several fields; they run even where another field is at fault, so that all problems show at once. */
const always = { when: () => true };
const has = (value: unknown, key: string) =>
  typeof value === 'object' && value !== null && (value as Record<string, unknown>)[key] !== undefined;

export const addressSchema = z.strictObject({
  line1: text(200).optional(),
  line2: text(200).optional(),
  line3: text(200).optional(),
  city: text(100).optional(),
  postCode: text(20).optional(),
  subdivision: text(100).optional(),
  country,
});

export const contactSchema = z.strictObject({
  name: text(200).optional(),
  telephone: text(50).optional(),
  email: text(200).optional(),
});

const period = z.strictObject({ start: date.optional(), end: date.optional() });

/** VAT of a line, allowance or charge: the ERP's own code, or category and rate. Without it the profiles decide. */
const vat = z
  .strictObject({
    /** The ERP's tax code; the billing policy says what it stands for. Excludes category and rate. */
    code: text(50).optional(),
    category: vatCategory.optional(),
    /** In percent. */
    rate: percentage.optional(),
    /** BT-121, VATEX code. */
    exemptionReasonCode: code(50).optional(),
    /** BT-120. */
    exemptionReason: text(1000).optional(),
  })
  .refine((value) => has(value, 'code') || has(value, 'category') || has(value, 'rate'), {
    ...always,
    params: { expects: 'vat-present' },
  })
  .refine((value) => !has(value, 'code') || (!has(value, 'category') && !has(value, 'rate')), {
    ...always,
    path: ['code'],
    params: { expects: 'vat-code-alone' },
  });

const allowanceShape = {
  /** Amount without VAT. Left out: percentage × base. */
  amount: nonNegative.optional(),
  percentage: nonNegative.optional(),
  /** Base of the percentage. Left out: the line's quantity × price, or the sum of line nets. */
  baseAmount: nonNegative.optional(),
  reason: text(500).optional(),
  /** UNTDID 5189 for an allowance, 7161 for a charge. */
  reasonCode: code(10).optional(),
};
const amountOrPercentage = { ...always, params: { expects: 'amount-or-percentage' } };
const saysAmount = (value: unknown) => has(value, 'amount') || has(value, 'percentage');

const allowanceOrCharge = z.strictObject(allowanceShape).refine(saysAmount, amountOrPercentage);
const documentAllowanceOrCharge = z
  .strictObject({ ...allowanceShape, vat: vat.optional() })
  .refine(saysAmount, amountOrPercentage);

const item = z.strictObject({
  /** BT-153. */
  name: text(500),
  /** BT-154. */
  description: text(4000).optional(),
  /** BT-155. */
  sellerItemId: text(100).optional(),
  /** BT-156. */
  buyerItemId: text(100).optional(),
  /** BT-157, with scheme (`0160` GTIN). */
  standardItemId: identifierSchema.optional(),
  /** BT-158. */
  classifications: z
    .array(z.strictObject({ code: text(100), scheme: code(10).optional(), schemeVersion: text(20).optional() }))
    .max(50)
    .optional(),
  /** BT-159. */
  originCountry: country.optional(),
  /** BG-32. */
  attributes: z
    .array(z.strictObject({ name: text(200), value: text(1000) }))
    .max(100)
    .optional(),
});

const line = z
  .strictObject({
    /** BT-126: the ERP's line number. Left out: position, counted from 1. */
    id: text(50).optional(),
    /** BT-127. */
    note: text(2000).optional(),
    /** BT-128. */
    object: identifierSchema.optional(),
    /** BT-129. May be negative for a return on an invoice. */
    quantity: decimal,
    /** BT-130, UN/ECE Recommendation 20 or 21, e.g. `C62` piece, `HUR` hour, `KGM`. */
    unit: z.string().regex(/^[A-Z0-9]{2,3}$/),
    /** BT-146. Left out: gross price less discount. */
    netPrice: nonNegative.optional(),
    /** BT-148. */
    grossPrice: nonNegative.optional(),
    /** BT-147. */
    priceDiscount: nonNegative.optional(),
    /** BT-149: how many units the price is for. Left out: 1. */
    baseQuantity: positive.optional(),
    /** BG-27. */
    allowances: z.array(allowanceOrCharge).max(50).optional(),
    /** BG-28. */
    charges: z.array(allowanceOrCharge).max(50).optional(),
    vat: vat.optional(),
    /** The ERP's own line net (BT-131): checked, never taken over. */
    netAmount: decimal.optional(),
    /** BG-26. */
    period: period.optional(),
    /** BT-132. */
    orderLineReference: text(50).optional(),
    /** BT-133. */
    buyerAccountingReference: text(100).optional(),
    item,
  })
  .refine((value) => has(value, 'netPrice') || has(value, 'grossPrice'), {
    ...always,
    path: ['netPrice'],
    params: { expects: 'price' },
  });

const references = z.strictObject({
  /** BT-10: service code of the buyer. */
  buyerReference: text(100).optional(),
  /** BT-11. */
  project: text(100).optional(),
  /** BT-12. */
  contract: text(100).optional(),
  /** BT-13: number of the buyer's purchase order. */
  purchaseOrder: text(100).optional(),
  /** BT-14: number of the seller's sales order. Left out: the order number itself. */
  salesOrder: text(100).optional(),
  /** BT-15. */
  receivingAdvice: text(100).optional(),
  /** BT-16. */
  despatchAdvice: text(100).optional(),
  /** BT-17. */
  tender: text(100).optional(),
  /** BT-18, with scheme (UNTDID 1153). */
  invoicedObject: identifierSchema.optional(),
  /** BT-19. */
  buyerAccounting: text(100).optional(),
});

/** What differs from the customer's profile on this order; anything left out comes from the profile. */
const buyer = z.strictObject({
  name: text(200).optional(),
  tradingName: text(200).optional(),
  identifiers: z.array(identifierSchema).max(10).optional(),
  legalRegistration: identifierSchema.optional(),
  vatId: text(20).optional(),
  electronicAddress: identifierSchema.optional(),
  address: addressSchema.optional(),
  contact: contactSchema.optional(),
});

const delivery = z.strictObject({
  /** BT-70. */
  partyName: text(200).optional(),
  /** BT-71. */
  location: identifierSchema.optional(),
  /** BT-72. */
  date: date.optional(),
  /** BG-15. */
  address: addressSchema.optional(),
});

/** BG-10: who is paid when it is not the seller (a factor, for instance). */
/** BT-3 as the French reform allows it (BR-FR-04). */
export const DOCUMENT_TYPES = [
  ...['380', '389', '393', '501', '386', '500', '384', '471', '472', '473'],
  ...['381', '261', '262', '396', '502', '503'],
] as const;

/** BT-23 that Facteur writes; those of several sellers and of two-way invoices need a line model that it has not. */
export const BILLING_FRAMES = [
  ...['B1', 'S1', 'M1', 'B2', 'S2', 'M2', 'S3', 'B4', 'S4', 'M4', 'S5', 'S6', 'B7', 'S7'],
] as const;

const payee = z.strictObject({
  name: text(200),
  identifier: identifierSchema.optional(),
  legalRegistration: identifierSchema.optional(),
  /** Account that is paid in place of the seller's: the factor's. */
  account: z
    .strictObject({
      iban: z.string().regex(/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/),
      bic: z
        .string()
        .regex(/^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/)
        .optional(),
    })
    .optional(),
});

/** Terms of this order, in place of the customer's: a due date, or the id of terms in the billing policy. */
const paymentTerms = z.strictObject({
  dueDate: date.optional(),
  /** Id of the terms in the policy. */
  termsId: text(50).optional(),
  /** BT-20. */
  text: text(1000).optional(),
});

/** The ERP's own totals. They are checked against ours and never taken over. */
const erpTotals = z.strictObject({
  /** BT-106. */
  lineNetTotal: decimal.optional(),
  /** BT-107. */
  allowanceTotal: decimal.optional(),
  /** BT-108. */
  chargeTotal: decimal.optional(),
  /** BT-109. */
  totalWithoutVat: decimal.optional(),
  /** BT-110. */
  vatTotal: decimal.optional(),
  /** BT-112. */
  totalWithVat: decimal.optional(),
  /** BT-115. */
  amountDue: decimal.optional(),
});

const attachment = z.strictObject({
  /** BT-122. */
  reference: text(100),
  /** BT-123. */
  description: text(200).optional(),
  /** BT-124: a web address the buyer can open. Never fetched. */
  location: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
  /** BT-125. */
  content: z
    .strictObject({
      base64: z.base64().min(4).max(14_000_000),
      mimeCode: z
        .string()
        .regex(/^[a-z]+\/[A-Za-z0-9.+-]+$/)
        .max(100),
      /** BT-125-2: a plain file name, without folder. */
      fileName: text(200).regex(/^[^/\\]+$/),
    })
    .optional(),
});

/**
 * The canonical order: everything an ERP can say that an invoice may need. The schema is the source of the type `Order` and of
 * `schemas/order.schema.json`. It is strict: a field it does not know is a problem, not ignored.
 */
export const orderSchema = z.strictObject({
  /** Whether the order asks for an invoice or for a credit note. Amounts of a credit note are positive. */
  kind: z.enum(['invoice', 'credit-note']).default('invoice'),
  /** BT-3, where it is not the commercial invoice (380) or credit note (381). */
  documentType: z.enum(DOCUMENT_TYPES).optional(),
  /** Number of the order in the ERP. Not the invoice number: that is taken at issue. */
  number: text(100),
  /** Date of the order in the ERP. */
  date,
  /** Which seller profile bills. */
  sellerRef: text(100),
  /** Which customer profile is billed. */
  customerRef: text(100),
  /** BT-5. Left out: the customer's currency. */
  currency: currency.optional(),
  /** What is sold: decides BT-23. Left out: the policy's. */
  operation: z.enum(['goods', 'services', 'mixed']).optional(),
  /** BT-23 of the French reform, where it does not follow from operation and payment. */
  billingFrame: z.enum(BILLING_FRAMES).optional(),
  buyer: buyer.optional(),
  delivery: delivery.optional(),
  payee: payee.optional(),
  references: references.optional(),
  /** BG-14. */
  period: period.optional(),
  /** BT-7. */
  taxPointDate: date.optional(),
  lines: z.array(line).min(1).max(MAX_ORDER_LINES),
  /** BG-20. */
  allowances: z.array(documentAllowanceOrCharge).max(100).optional(),
  /** BG-21. */
  charges: z.array(documentAllowanceOrCharge).max(100).optional(),
  paymentTerms: paymentTerms.optional(),
  /** BT-113: what was paid before the invoice. */
  prepaidAmount: nonNegative.optional(),
  /** BT-114: what the ERP adds to round the amount to pay; negative rounds down. */
  roundingAmount: decimal.optional(),
  /** BG-1. */
  notes: z
    .array(
      z.strictObject({
        subjectCode: z
          .string()
          .regex(/^[A-Z]{3}$/)
          .optional(),
        text: text(4000),
      }),
    )
    .max(50)
    .optional(),
  /** BG-3: which invoices a credit note (or a final invoice) refers to. */
  precedingInvoices: z
    .array(z.strictObject({ number: text(35), issueDate: date.optional() }))
    .max(500)
    .optional(),
  /** BG-24. */
  attachments: z.array(attachment).max(20).optional(),
  totals: erpTotals.optional(),
});

export type Order = z.output<typeof orderSchema>;
export type OrderLine = Order['lines'][number];
export type OrderVat = NonNullable<OrderLine['vat']>;
export type OrderAllowanceOrCharge = z.output<typeof allowanceOrCharge>;
export type OrderDocumentAllowanceOrCharge = z.output<typeof documentAllowanceOrCharge>;
export type OrderTotals = z.output<typeof erpTotals>;
export type OrderReferences = z.output<typeof references>;
