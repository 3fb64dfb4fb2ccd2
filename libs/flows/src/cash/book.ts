import { Decimal, newId, type LocalDate } from '#kernel';
import type { LedgerEntry, Transaction } from '#ports';
import type { FlowContext } from '../context.js';
import { checkedLines, type AllocationLine, type BookedOutcome } from './allocate.js';
import { CashRefusal, orRefused, refused } from './cash-problem.js';
import { once, type Keyed } from './once.js';

/** How money came when no bank file says so. */
export const PAYMENT_MEANS = ['cash', 'cheque', 'card', 'transfer', 'direct-debit', 'set-off', 'other'] as const;
export type PaymentMeans = (typeof PAYMENT_MEANS)[number];

export interface PaymentByHand extends Keyed {
  readonly customerRef: string;
  readonly currency: string;
  readonly amount: Decimal;
  readonly receivedOn: LocalDate;
  readonly means: PaymentMeans;
  readonly reference?: string;
  readonly lines: readonly AllocationLine[];
  readonly person: string;
  readonly note?: string;
}

/**
 * Records a payment by hand and allocates it; the rest stays on account. It is a person's word and never bank evidence: no status
 * 212 and no payment report comes of it.
 * @throws FacteurError `REQUEST.KEY_REUSED` (conflict).
 */
export async function recordPayment(
  context: FlowContext,
  tenantId: string,
  request: PaymentByHand,
): Promise<BookedOutcome> {
  return orRefused(() =>
    context.store.transaction(tenantId, (tx) =>
      once<BookedOutcome>(context, tx, 'payments', request, () => record(context, tx, request)),
    ),
  );
}

async function record(context: FlowContext, tx: Transaction, request: PaymentByHand): Promise<BookedOutcome> {
  if (!request.amount.isPositive()) return refused('CASH.NOT_POSITIVE', { field: '/amount' });
  const allocations = await checkedLines(tx, request.lines, request.currency);
  if (allocations.some((each) => each.customerId !== request.customerRef)) return refused('CASH.OTHER_CUSTOMER');
  const used = Decimal.sum(allocations.map((each) => each.amount));
  if (used.greaterThan(request.amount)) return refused('CASH.MORE_THAN_FREE', { value: used.toString() });
  const id = newId();
  const { means, reference, note, person } = request;
  const cause = { code: 'by-hand', by: 'person', person, proof: 'none', means, reference, note };
  const common = {
    customerRef: request.customerRef,
    currency: request.currency,
    bookedOn: request.receivedOn,
    at: context.clock.now(),
    cause,
    correlationId: id,
  };
  const payment: LedgerEntry = { ...common, id, kind: 'payment', amount: request.amount.negated(), paymentId: id };
  const tied = allocations.flatMap((each): LedgerEntry[] => [
    ...(each.amount.isPositive()
      ? [
          {
            ...common,
            id: newId(),
            kind: 'allocation',
            amount: each.amount,
            ...(each.isClaim ? { claimId: each.itemId } : { invoiceId: each.itemId }),
            paymentId: id,
          } as const,
        ]
      : []),
    ...each.deductions
      .filter((deduction) => deduction.kind !== 'dispute')
      .map((deduction) => ({
        ...common,
        id: newId(),
        kind: 'write-off' as const,
        amount: deduction.amount.negated(),
        invoiceId: each.itemId,
        cause: { ...cause, code: deduction.kind },
      })),
  ]);
  await tx.ledger.post([payment, ...tied]);
  for (const each of allocations.filter(({ isClaim }) => !isClaim))
    await tellInvoice(context, tx, each.itemId, 'paid', { ...cause, amount: each.amount.toString() });
  return { kind: 'booked', bookings: [payment, ...tied] };
}

export interface RefundRequest extends Keyed {
  /** Money on account, or an open credit note: one of both. */
  readonly paymentId?: string;
  readonly creditInvoiceId?: string;
  readonly amount: Decimal;
  readonly reason: string;
  /** The debit on the bank account that shows the refund, where it is known. */
  readonly entryId?: string;
  readonly person: string;
}

/**
 * Gives money on account or an open credit back to the customer. The transfer itself is made outside; its bank entry may be named.
 * @throws FacteurError `REQUEST.KEY_REUSED` (conflict).
 */
export async function refund(context: FlowContext, tenantId: string, request: RefundRequest): Promise<BookedOutcome> {
  return orRefused(() =>
    context.store.transaction(tenantId, (tx) =>
      once<BookedOutcome>(context, tx, 'refunds', request, () => giveBack(context, tx, request)),
    ),
  );
}

async function giveBack(context: FlowContext, tx: Transaction, request: RefundRequest): Promise<BookedOutcome> {
  if (!request.amount.isPositive()) return refused('CASH.NOT_POSITIVE', { field: '/amount' });
  const source = await refundable(tx, request);
  if (request.amount.greaterThan(source.free)) return refused('CASH.MORE_THAN_FREE', { value: source.free.toString() });
  const debit = request.entryId === undefined ? undefined : await tx.cash.findEntryForUpdate(request.entryId);
  if (request.entryId !== undefined && (!debit || !debit.amount.plus(request.amount).isZero())) {
    return refused('CASH.NOT_A_RETURN', { field: '/entryId', value: request.entryId });
  }
  const proof = debit ? 'bank-entry' : 'none';
  const booking: LedgerEntry = {
    id: newId(),
    kind: 'refund',
    customerRef: source.customerRef,
    currency: source.currency,
    amount: request.amount,
    invoiceId: request.creditInvoiceId,
    paymentId: request.paymentId,
    entryId: debit?.id,
    bookedOn: debit?.bookedOn ?? context.clock.today(),
    at: context.clock.now(),
    cause: { code: 'refund', by: 'person', person: request.person, reason: request.reason, proof },
    correlationId: source.correlationId,
  };
  await tx.ledger.post([booking]);
  if (debit) await tx.cash.setEntryState(debit.id, 'allocated');
  if (request.creditInvoiceId !== undefined) {
    const data = { ...booking.cause, amount: request.amount.toString() };
    await tellInvoice(context, tx, request.creditInvoiceId, 'refunded', data);
  }
  return { kind: 'booked', bookings: [booking] };
}

async function refundable(tx: Transaction, { paymentId, creditInvoiceId }: RefundRequest) {
  if (paymentId !== undefined) {
    const free = await tx.ledger.freeAmountForUpdate(paymentId);
    const payment = await tx.ledger.payment(paymentId);
    if (!payment || free === undefined) throw new CashRefusal(refused('CASH.UNKNOWN_PAYMENT', { value: paymentId }));
    return { customerRef: payment.customerRef, currency: payment.currency, free, correlationId: paymentId };
  }
  const credit = creditInvoiceId === undefined ? undefined : await tx.invoices.summary(creditInvoiceId);
  if (credit?.kind !== 'credit-note') {
    throw new CashRefusal(refused('CASH.UNKNOWN_DOCUMENT', { field: '/creditInvoiceId', value: creditInvoiceId }));
  }
  const free = (await tx.ledger.openAmountForUpdate(credit.id)).negated();
  return { customerRef: credit.customerRef, currency: credit.currency, free, correlationId: credit.correlationId };
}

export const WRITE_OFF_REASONS = ['small-difference', 'bad-debt', 'goodwill', 'insolvency', 'other'] as const;
export type WriteOffReason = (typeof WRITE_OFF_REASONS)[number];

export interface WriteOffRequest extends Keyed {
  readonly invoiceId?: string;
  readonly claimId?: string;
  /** Left out: all that is open. */
  readonly amount?: Decimal;
  readonly reason: WriteOffReason;
  readonly note?: string;
  readonly person: string;
}

/**
 * Gives up what is open on an invoice or claim, or a part of it, by a person's decision. It is no cash.
 * @throws FacteurError `REQUEST.KEY_REUSED` (conflict).
 */
export async function writeOff(
  context: FlowContext,
  tenantId: string,
  request: WriteOffRequest,
): Promise<BookedOutcome> {
  return orRefused(() =>
    context.store.transaction(tenantId, (tx) =>
      once<BookedOutcome>(context, tx, 'write-offs', request, async () => {
        const document = await writable(tx, request);
        const amount = request.amount ?? document.open;
        if (!amount.isPositive()) return refused('CASH.NOT_POSITIVE', { field: '/amount' });
        if (amount.greaterThan(document.open))
          return refused('CASH.MORE_THAN_OPEN', { value: document.open.toString() });
        const { reason, note, person, invoiceId, claimId } = request;
        const booking: LedgerEntry = {
          id: newId(),
          kind: 'write-off',
          customerRef: document.customerRef,
          currency: document.currency,
          amount: amount.negated(),
          invoiceId,
          claimId,
          bookedOn: context.clock.today(),
          at: context.clock.now(),
          cause: { code: 'write-off', by: 'person', person, reason, note },
          correlationId: document.correlationId,
        };
        await tx.ledger.post([booking]);
        const data = { ...booking.cause, amount: amount.toString() };
        if (invoiceId !== undefined) await tellInvoice(context, tx, invoiceId, 'written-off', data);
        return { kind: 'booked', bookings: [booking] };
      }),
    ),
  );
}

async function writable(tx: Transaction, { invoiceId, claimId }: WriteOffRequest) {
  const invoice = invoiceId === undefined ? undefined : await tx.invoices.summary(invoiceId);
  if (invoice?.kind === 'invoice') {
    const { customerRef, currency, correlationId } = invoice;
    return { customerRef, currency, correlationId, open: await tx.ledger.openAmountForUpdate(invoice.id) };
  }
  const open = claimId === undefined ? undefined : await tx.ledger.claimAmountForUpdate(claimId);
  const claim = claimId === undefined ? undefined : await tx.receivables.findClaim(claimId);
  if (!claim || open === undefined)
    throw new CashRefusal(refused('CASH.UNKNOWN_DOCUMENT', { value: invoiceId ?? claimId }));
  return { customerRef: claim.customerRef, currency: claim.currency, correlationId: claim.id, open };
}

/** An event on the invoice after its bookings; `paid` becomes `partly-paid` while something is open. */
export async function tellInvoice(
  context: FlowContext,
  tx: Transaction,
  invoiceId: string,
  what: string,
  data: Readonly<Record<string, unknown>>,
): Promise<void> {
  const invoice = await tx.invoices.summary(invoiceId);
  if (!invoice) return;
  const type = what === 'paid' && !invoice.openAmount.isZero() ? 'invoice.partly-paid' : `invoice.${what}`;
  await tx.timeline.append({
    subject: 'invoice',
    subjectId: invoiceId,
    type,
    at: context.clock.now(),
    correlationId: invoice.correlationId,
    data: { number: invoice.number, currency: invoice.currency, open: invoice.openAmount.toString(), ...data },
  });
}
