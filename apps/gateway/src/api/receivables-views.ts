import { z } from 'zod';

const amount = z.string().meta({ description: 'Exact decimal', examples: ['1250.40'] });
const date = z.iso.date();
const instant = z.iso.datetime();

/** A ledger entry as the API shows it; `amount` is what it adds to the receivable. */
export const bookingView = z.object({
  id: z.string(),
  kind: z.enum([
    'invoice',
    'debit-note',
    'credit-note',
    'payment',
    'payment-return',
    'refund',
    'write-off',
    'allocation',
  ]),
  customerRef: z.string(),
  currency: z.string(),
  amount,
  invoiceId: z.string().optional(),
  claimId: z.string().optional(),
  paymentId: z.string().optional(),
  creditInvoiceId: z.string().optional(),
  entryId: z.string().optional(),
  reverses: z.string().optional(),
  bookedOn: date,
  at: instant,
  cause: z.record(z.string(), z.unknown()),
  correlationId: z.string(),
});
export const bookedView = z.object({ kind: z.literal('booked'), bookings: z.array(bookingView) });

export const paymentView = z.object({
  paymentId: z.string(),
  customerRef: z.string(),
  currency: z.string(),
  entryId: z.string().optional(),
  bookedOn: date,
  amount,
  unallocatedAmount: amount,
});

const statementDocument = z.object({
  invoiceId: z.string(),
  number: z.string(),
  issueDate: date,
  dueDate: date.optional(),
  totalAmount: amount,
  openAmount: amount,
  disputedAmount: amount,
  daysLate: z.int(),
  instalments: z.array(z.object({ dueOn: date, openAmount: amount })),
});
export const accountStatementView = z.object({
  customerRef: z.string(),
  customerName: z.string(),
  from: date,
  to: date,
  asOf: date,
  currencies: z.array(
    z.object({
      currency: z.string(),
      openingAmount: amount,
      lines: z.array(
        z.object({
          bookedOn: date,
          kind: z.string(),
          number: z.string().optional(),
          invoiceId: z.string().optional(),
          paymentId: z.string().optional(),
          claimId: z.string().optional(),
          isReversal: z.boolean(),
          reason: z.string().optional(),
          amount,
          balanceAmount: amount,
        }),
      ),
      closingAmount: amount,
      openInvoices: z.array(statementDocument),
      openCredits: z.array(statementDocument),
      onAccount: z.array(z.object({ paymentId: z.string(), bookedOn: date, amount })),
      openClaims: z.array(z.object({ claimId: z.string(), number: z.string(), openAmount: amount })),
      balanceAmount: amount,
      overdueAmount: amount,
      ageing: z.record(z.string(), amount),
    }),
  ),
});

export const planView = z.object({
  id: z.string(),
  invoiceId: z.string(),
  customerRef: z.string(),
  currency: z.string(),
  amount,
  state: z.enum(['active', 'cancelled']),
  note: z.string().optional(),
  madeBy: z.string(),
  madeAt: instant,
  instalments: z.array(z.object({ dueOn: date, amount })),
});

export const promiseView = z.object({
  id: z.string(),
  invoiceId: z.string(),
  customerRef: z.string(),
  currency: z.string(),
  amount,
  promisedOn: date,
  madeOn: date,
  madeBy: z.string(),
  channel: z.string(),
  note: z.string().optional(),
  recordedBy: z.string(),
  withdrawnAt: instant.optional(),
  state: z.enum(['open', 'kept', 'partly-kept', 'broken', 'withdrawn']),
});

const claimPart = z.object({
  fromOn: date,
  toOn: date,
  days: z.int(),
  balanceAmount: amount,
  rate: amount,
  basis: z.enum(['contract', 'floor', 'default']),
  amount,
});
export const claimableView = z.object({
  interestAmount: amount,
  recoveryAmount: amount,
  totalAmount: amount,
  parts: z.array(claimPart),
});
const bilingualView = z.object({ en: z.string(), fr: z.string() });
export const discountView = z.object({
  percentage: amount,
  lastOn: date,
  state: z.enum(['available', 'too-late', 'reduced']),
  totalAmount: amount,
  discountAmount: amount,
  discountWithoutVat: amount,
  discountVat: amount,
  payableAmount: amount,
  parts: z.array(
    z.object({
      category: z.string(),
      rate: amount.optional(),
      taxableAmount: amount,
      taxAmount: amount,
      discountAmount: amount,
      discountWithoutVat: amount,
      discountVat: amount,
    }),
  ),
  working: z.array(bilingualView),
});
export const claimView = z.object({
  id: z.string(),
  number: z.string(),
  invoiceId: z.string(),
  sellerRef: z.string(),
  customerRef: z.string(),
  currency: z.string(),
  fromOn: date,
  toOn: date,
  interestAmount: amount,
  recoveryAmount: amount,
  totalAmount: amount,
  openAmount: amount.optional(),
  working: z.array(claimPart),
  sha256: z.string(),
  madeBy: z.string(),
  madeAt: instant,
});

export const receiptView = z.object({
  id: z.string(),
  number: z.string(),
  paymentId: z.string(),
  customerRef: z.string(),
  language: z.enum(['fr', 'en']),
  sha256: z.string(),
  madeBy: z.string(),
  madeAt: instant,
});

export const correctionView = z.object({
  kind: z.literal('corrected'),
  documents: z.array(z.object({ id: z.string(), number: z.string(), typeCode: z.string(), amountDue: amount })),
  refunded: amount.optional(),
});

export const adviceView = z.object({
  id: z.string(),
  parcelId: z.string(),
  adviceRef: z.string(),
  payerName: z.string().optional(),
  currency: z.string().optional(),
  totalAmount: amount.optional(),
  paidOn: date.optional(),
  isPayment: z.boolean(),
  advice: z.unknown(),
  receivedAt: instant,
});

export const evidenceView = z.object({
  id: z.string(),
  disputeId: z.string(),
  sha256: z.string(),
  size: z.int(),
  mediaType: z.string(),
  fileName: z.string(),
  addedBy: z.string(),
  addedAt: instant,
});

export const standingView = z.object({
  customerRef: z.string(),
  isDoubtful: z.boolean(),
  reason: z.string().optional(),
  decidedBy: z.string(),
  decidedAt: instant,
});

export const ageingView = z.object({
  on: date,
  customerRef: z.string().optional(),
  currencies: z.array(
    z.object({
      currency: z.string(),
      openAmount: amount,
      ageing: z.array(z.object({ bucket: z.string(), amount, count: z.int() })),
    }),
  ),
});

/** Every figure of docs/kpis.md in one currency; a figure that has no denominator is absent. */
export const kpiView = z.object({
  from: date,
  to: date,
  days: z.int(),
  currencies: z.array(
    z
      .object({
        currency: z.string(),
        ageing: z.array(z.object({ bucket: z.string(), amount, count: z.int() })),
        isCountBackAtLeast: z.boolean(),
      })
      .catchall(z.unknown())
      .meta({ description: 'Figures by name, exact decimals in strings' }),
  ),
});
