import { Decimal, FacteurError, newId } from '#kernel';
import type { EntryRow, LedgerEntry, Transaction } from '#ports';
import type { Deduction, DeductionKind, DisputeCause, ItemAllocation, Posting } from '#receivables';
import type { FlowContext } from '../context.js';
import { postSolution } from '../post-solution.js';
import { CashRefusal, orRefused, refused, type Refused } from './cash-problem.js';
import { once, type Keyed } from './once.js';

/** What a person gives one document: money, and differences with their reason. */
export interface AllocationLine {
  /** An invoice or credit note, or a late-payment claim: one of both. */
  readonly invoiceId?: string;
  readonly claimId?: string;
  readonly amount: Decimal;
  readonly deductions?: readonly {
    readonly kind: DeductionKind;
    readonly amount: Decimal;
    /** Of a dispute; another deduction has its kind for a reason. */
    readonly cause?: DisputeCause;
  }[];
}

export interface SplitRequest extends Keyed {
  readonly entryId: string;
  readonly lines: readonly AllocationLine[];
  /** On whose account the rest stays; needed where the lines do not tell. */
  readonly customerRef?: string;
  readonly person: string;
}

export type SplitOutcome =
  { readonly kind: 'allocated'; readonly entryId: string; readonly onAccount: string } | Refused;

/**
 * Allocates a bank entry as a person says: to documents of one or several customers, the rest on account. Takes the place of
 * every proposal.
 * @throws FacteurError `ENTRY.UNKNOWN` (not-found), `REQUEST.KEY_REUSED` (conflict).
 */
export async function splitEntry(context: FlowContext, tenantId: string, request: SplitRequest): Promise<SplitOutcome> {
  const outcome = await orRefused(() =>
    context.store.transaction(tenantId, (tx) =>
      once<SplitOutcome>(context, tx, 'split-entry', request, () => split(context, tx, request)),
    ),
  );
  if (outcome.kind === 'allocated') context.signals.entryMatched('allocated', 'person');
  return outcome;
}

async function split(context: FlowContext, tx: Transaction, request: SplitRequest): Promise<SplitOutcome> {
  const row = await tx.cash.findEntryForUpdate(request.entryId);
  if (!row) throw new FacteurError('ENTRY.UNKNOWN', 'not-found', 'No such entry', { entryId: request.entryId });
  if (row.state === 'allocated' || !row.amount.isPositive() || row.entry.status !== 'booked') {
    return refused('CASH.TOO_LATE', { field: 'entryId', value: row.state });
  }
  const allocations = await checkedLines(tx, request.lines, row.currency);
  const onAccountAmount = row.amount.minus(Decimal.sum(allocations.map((each) => each.amount)));
  if (onAccountAmount.isNegative()) return refused('CASH.MORE_THAN_FREE', { value: onAccountAmount.toString() });
  const customerIds = [...new Set([...named(request), ...allocations.map((each) => each.customerId)])];
  if (customerIds.length === 0) return refused('CASH.NO_CUSTOMER', { field: 'customerRef' });
  if (!onAccountAmount.isZero() && request.customerRef === undefined && customerIds.length > 1) {
    return refused('CASH.NO_CUSTOMER', { field: 'customerRef' });
  }
  const solution = { allocations, onAccountAmount, customerIds, level: 'by-hand' };
  await postSolution(context, tx, row, solution, { by: 'person', name: request.person });
  await closeProposals(tx, row);
  return { kind: 'allocated', entryId: row.id, onAccount: onAccountAmount.toString() };
}

function named({ customerRef }: SplitRequest): string[] {
  return customerRef === undefined ? [] : [customerRef];
}

async function closeProposals(tx: Transaction, row: EntryRow): Promise<void> {
  for (const proposal of await tx.proposals.byEntry(row.id)) {
    if (proposal.state === 'open') await tx.proposals.setState(proposal.id, 'rejected');
  }
}

/** Each line measured against what is open on its document, whose row is locked from here on. */
export async function checkedLines(
  tx: Transaction,
  lines: readonly AllocationLine[],
  currency: string,
): Promise<ItemAllocation[]> {
  const checked: ItemAllocation[] = [];
  for (const [index, line] of [...lines].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1)).entries()) {
    const refuse = (code: Parameters<typeof refused>[0], value: string): CashRefusal =>
      new CashRefusal(refused(code, { field: `/lines/${index}`, value }));
    if (line.claimId !== undefined) {
      checked.push(await checkedClaim(tx, line.claimId, line, currency, refuse));
      continue;
    }
    const invoice = await tx.invoices.summary(idOf(line));
    if (!invoice) throw refuse('CASH.UNKNOWN_DOCUMENT', idOf(line));
    if (invoice.currency !== currency) throw refuse('CASH.OTHER_CURRENCY', invoice.currency);
    const deductions: Deduction[] = (line.deductions ?? []).map(({ kind, amount, cause }) => ({
      kind,
      amount,
      ...(cause === undefined ? {} : { reason: cause }),
    }));
    const given = deductions.filter((each) => each.kind !== 'dispute').map((each) => each.amount);
    const isCredit = invoice.kind === 'credit-note';
    if (line.amount.isNegative() !== isCredit && !line.amount.isZero())
      throw refuse('CASH.NOT_POSITIVE', line.amount.toString());
    if ([...given, line.amount.abs()].every((amount) => amount.isZero())) throw refuse('CASH.NOT_POSITIVE', '0');
    const openAmount = (await tx.ledger.openAmountForUpdate(invoice.id)).abs();
    const openAfter = openAmount.minus(line.amount.abs()).minus(Decimal.sum(given));
    if (openAfter.isNegative()) throw refuse('CASH.MORE_THAN_OPEN', openAmount.toString());
    const { id: itemId, number, customerRef: customerId } = invoice;
    checked.push({ itemId, number, customerId, amount: line.amount, deductions, openAfter });
  }
  return checked;
}

function idOf({ invoiceId, claimId }: AllocationLine): string {
  return invoiceId ?? claimId ?? '';
}

/** Money for a claim: all or a part of it; what is short stays due. */
async function checkedClaim(
  tx: Transaction,
  claimId: string,
  { amount, deductions = [] }: AllocationLine,
  currency: string,
  refuse: (code: Parameters<typeof refused>[0], value: string) => CashRefusal,
): Promise<ItemAllocation> {
  const open = await tx.ledger.claimAmountForUpdate(claimId);
  const claim = await tx.receivables.findClaim(claimId);
  if (!claim || open === undefined) throw refuse('CASH.UNKNOWN_DOCUMENT', claimId);
  if (claim.currency !== currency) throw refuse('CASH.OTHER_CURRENCY', claim.currency);
  if (!amount.isPositive()) throw refuse('CASH.NOT_POSITIVE', amount.toString());
  if (amount.greaterThan(open) || deductions.length > 0) throw refuse('CASH.MORE_THAN_OPEN', open.toString());
  const { number, customerRef: customerId } = claim;
  return { itemId: claimId, isClaim: true, number, customerId, amount, deductions: [], openAfter: open.minus(amount) };
}

export interface AllocateRequest extends Keyed {
  /** Money on account, or the credit of a credit note: one of both. */
  readonly paymentId?: string;
  readonly creditInvoiceId?: string;
  readonly invoiceId?: string;
  /** A late-payment claim in place of an invoice; only money pays it. */
  readonly claimId?: string;
  readonly amount: Decimal;
  readonly person: string;
  readonly note?: string;
}

export type BookedOutcome = { readonly kind: 'booked'; readonly bookings: readonly LedgerEntry[] } | Refused;

/**
 * Ties money on account or an open credit to an invoice or claim of the same customer. Money keeps its bank entry as evidence.
 * @throws FacteurError `REQUEST.KEY_REUSED` (conflict).
 */
export async function allocate(
  context: FlowContext,
  tenantId: string,
  request: AllocateRequest,
): Promise<BookedOutcome> {
  return orRefused(() =>
    context.store.transaction(tenantId, (tx) =>
      once<BookedOutcome>(context, tx, 'allocate', request, async () => ({
        kind: 'booked',
        bookings: [await tie(context, tx, request)],
      })),
    ),
  );
}

async function tie(context: FlowContext, tx: Transaction, request: AllocateRequest): Promise<LedgerEntry> {
  if (!request.amount.isPositive()) throw new CashRefusal(refused('CASH.NOT_POSITIVE', { field: '/amount' }));
  const source = await sourceOf(tx, request);
  const target = await targetOf(tx, request);
  if (source.customerRef !== target.customerRef) throw new CashRefusal(refused('CASH.OTHER_CUSTOMER'));
  if (source.currency !== target.currency) throw new CashRefusal(refused('CASH.OTHER_CURRENCY'));
  const value = request.amount.toString();
  if (request.amount.greaterThan(source.free)) throw new CashRefusal(refused('CASH.MORE_THAN_FREE', { value }));
  if (request.amount.greaterThan(target.open)) throw new CashRefusal(refused('CASH.MORE_THAN_OPEN', { value }));
  const posting: Posting = {
    kind: 'allocation',
    customerRef: source.customerRef,
    amount: request.amount,
    invoiceId: request.invoiceId,
    claimId: request.claimId,
    paymentId: request.paymentId,
    creditInvoiceId: request.creditInvoiceId,
    cause: {
      code: 'by-hand',
      by: 'person',
      person: request.person,
      proof: source.entryId === undefined ? 'none' : 'bank-entry',
      ...(request.note === undefined ? {} : { note: request.note }),
    },
  };
  const booking: LedgerEntry = {
    ...posting,
    id: newId(),
    currency: source.currency,
    entryId: source.entryId,
    bookedOn: context.clock.today(),
    at: context.clock.now(),
    correlationId: target.correlationId,
  };
  await tx.ledger.post([booking]);
  if (request.invoiceId !== undefined) await notePaid(context, tx, request.invoiceId, booking);
  return booking;
}

interface Source {
  readonly customerRef: string;
  readonly currency: string;
  readonly free: Decimal;
  readonly entryId?: string;
}

async function sourceOf(tx: Transaction, { paymentId, creditInvoiceId }: AllocateRequest): Promise<Source> {
  if (paymentId !== undefined) {
    const free = await tx.ledger.freeAmountForUpdate(paymentId);
    const payment = await tx.ledger.payment(paymentId);
    if (!payment || free === undefined) throw new CashRefusal(refused('CASH.UNKNOWN_PAYMENT', { value: paymentId }));
    return { ...payment, free };
  }
  const credit = creditInvoiceId === undefined ? undefined : await tx.invoices.summary(creditInvoiceId);
  if (credit?.kind !== 'credit-note') {
    throw new CashRefusal(refused('CASH.UNKNOWN_DOCUMENT', { field: '/creditInvoiceId', value: creditInvoiceId }));
  }
  const free = (await tx.ledger.openAmountForUpdate(credit.id)).negated();
  return { customerRef: credit.customerRef, currency: credit.currency, free };
}

async function targetOf(tx: Transaction, { invoiceId, claimId }: AllocateRequest) {
  if (invoiceId !== undefined) {
    const invoice = await tx.invoices.summary(invoiceId);
    if (invoice?.kind !== 'invoice') {
      throw new CashRefusal(refused('CASH.UNKNOWN_DOCUMENT', { field: '/invoiceId', value: invoiceId }));
    }
    const { customerRef, currency, correlationId } = invoice;
    return { customerRef, currency, correlationId, open: await tx.ledger.openAmountForUpdate(invoiceId) };
  }
  const open = claimId === undefined ? undefined : await tx.ledger.claimAmountForUpdate(claimId);
  const claim = claimId === undefined ? undefined : await tx.receivables.findClaim(claimId);
  if (!claim || open === undefined) {
    throw new CashRefusal(refused('CASH.UNKNOWN_DOCUMENT', { field: '/claimId', value: claimId }));
  }
  const { customerRef, currency } = claim;
  return { customerRef, currency, correlationId: claim.id, open };
}

async function notePaid(context: FlowContext, tx: Transaction, invoiceId: string, booking: LedgerEntry): Promise<void> {
  const invoice = await tx.invoices.summary(invoiceId);
  if (!invoice) return;
  const isCredit = booking.creditInvoiceId !== undefined;
  await tx.timeline.append({
    subject: 'invoice',
    subjectId: invoiceId,
    type: isCredit ? 'invoice.credited' : invoice.openAmount.isZero() ? 'invoice.paid' : 'invoice.partly-paid',
    at: context.clock.now(),
    correlationId: invoice.correlationId,
    data: {
      number: invoice.number,
      amount: booking.amount.toString(),
      currency: booking.currency,
      open: invoice.openAmount.toString(),
      entryId: booking.entryId,
      by: 'person',
      person: booking.cause['person'],
      proof: booking.cause['proof'],
    },
  });
}
