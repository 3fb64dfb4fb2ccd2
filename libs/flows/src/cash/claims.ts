import { Decimal, FacteurError, newId, type LocalDate } from '#kernel';
import { applyNumberTemplate, fiscalYearOf } from '#billing';
import { lifecycleState } from '#lifecycle';
import type { ClaimPart, ClaimRow, InvoiceSummary, LedgerEntry, Transaction } from '#ports';
import { FRENCH_INTEREST, KNOWN_RATES, lateClaim, standing, type LateClaim } from '#receivables';
import type { FlowContext } from '../context.js';
import { claimLetter, frameFor, type LetterLanguage } from './letters.js';
import { once, type Keyed } from './once.js';

export interface ClaimRequest extends Keyed {
  readonly invoiceId: string;
  /** Last day counted; today where nothing is said. */
  readonly on?: LocalDate;
  readonly language?: LetterLanguage;
  readonly person: string;
}

export type ClaimOutcome =
  | { readonly kind: 'claimed'; readonly claim: ClaimRow }
  /** Nothing is late, or everything was claimed before. */
  | { readonly kind: 'nothing' };

/** What late payment of an invoice comes to up to a day, with its working, less what was claimed before. Nothing is booked. */
export async function claimableOf(
  context: FlowContext,
  tenantId: string,
  request: { invoiceId: string; on?: LocalDate },
): Promise<LateClaim> {
  return context.store.transaction(tenantId, async (tx) => {
    const invoice = await invoiceOf(tx, request.invoiceId);
    return claimable(context, tx, invoice, request.on ?? context.clock.today());
  });
}

/**
 * Claims late-payment interest and the recovery indemnity: a debit note of its own on the account, with its working and its
 * document. It lives on when the principal is paid. A later claim starts where the last one ended; the indemnity is asked once.
 * @throws FacteurError `INVOICE.UNKNOWN` (not-found), `INTEREST.RATE_MISSING` (precondition), `REQUEST.KEY_REUSED` (conflict),
 *   `CLAIM.SUSPENDED` (precondition) while the buyer waits for what is missing (208).
 */
export async function claimLatePayment(
  context: FlowContext,
  tenantId: string,
  request: ClaimRequest,
): Promise<ClaimOutcome> {
  return context.store.transaction(tenantId, (tx) =>
    once<ClaimOutcome>(context, tx, 'claims', request, async () => {
      await tx.ledger.openAmountForUpdate(request.invoiceId);
      const invoice = await invoiceOf(tx, request.invoiceId);
      if (lifecycleState(await tx.lifecycle.history(invoice.id)).isSuspended) throw suspended(invoice);
      const on = request.on ?? context.clock.today();
      const late = await claimable(context, tx, invoice, on);
      if (!late.totalAmount.isPositive()) return { kind: 'nothing' };
      return { kind: 'claimed', claim: await book(context, tx, invoice, late, on, request) };
    }),
  );
}

function suspended({ number }: InvoiceSummary): FacteurError {
  return new FacteurError(
    'CLAIM.SUSPENDED',
    'precondition',
    'The buyer has suspended the invoice (208): answer with 209',
    {
      number,
    },
  );
}

async function invoiceOf(tx: Transaction, invoiceId: string): Promise<InvoiceSummary> {
  const invoice = await tx.invoices.summary(invoiceId);
  if (invoice?.kind !== 'invoice') {
    throw new FacteurError('INVOICE.UNKNOWN', 'not-found', 'No such invoice', { invoiceId });
  }
  return invoice;
}

async function claimable(
  context: FlowContext,
  tx: Transaction,
  invoice: InvoiceSummary,
  on: LocalDate,
): Promise<LateClaim> {
  const profiles = context.profiles(tx.tenantId);
  const seller = profiles.seller(invoice.sellerRef);
  const terms = seller && profiles.policy(seller.policy)?.lateInterest;
  const isBusiness = profiles.customer(invoice.customerRef)?.siren !== undefined || isCompany(context, tx, invoice);
  const bookings = standing(await tx.ledger.ofInvoice(invoice.id));
  const rule = terms?.fixedCharge ? { ...FRENCH_INTEREST, recoveryAmount: terms.fixedCharge } : FRENCH_INTEREST;
  const rates = [...(context.interestRates ?? []), ...KNOWN_RATES];
  const whole = lateClaim(
    {
      amount: invoice.amountDue,
      dueOn: invoice.dueDate ?? invoice.issueDate,
      payments: paymentsOf(invoice, bookings),
      isBusiness,
      ...(terms?.rate === 'contract' && terms.contractRate ? { contractRate: terms.contractRate } : {}),
    },
    on,
    rates,
    rule,
  );
  return lessClaimed(whole, (await tx.receivables.claims({ limit: 200, invoiceId: invoice.id })).items);
}

function isCompany(context: FlowContext, tx: Transaction, invoice: InvoiceSummary): boolean {
  const customer = context.profiles(tx.tenantId).customer(invoice.customerRef);
  return customer?.vatId !== undefined || customer?.legalRegistration !== undefined;
}

/** What took the invoice down, and when: money, credit, write-offs. */
function paymentsOf(
  invoice: InvoiceSummary,
  bookings: readonly LedgerEntry[],
): { paidOn: LocalDate; amount: Decimal }[] {
  return bookings
    .filter((each) => each.invoiceId === invoice.id && each.kind !== 'invoice')
    .map((each) => ({
      paidOn: each.bookedOn,
      amount: each.kind === 'allocation' ? each.amount : each.amount.negated(),
    }));
}

/** The parts after the last day claimed before; the indemnity unless it was asked. */
function lessClaimed(whole: LateClaim, claims: readonly ClaimRow[]): LateClaim {
  const last = claims
    .map((claim) => claim.toOn)
    .sort()
    .at(-1);
  const parts = whole.parts.filter((part) => last === undefined || part.fromOn > last);
  const isAsked = claims.some((claim) => claim.recoveryAmount.isPositive());
  const interestAmount = Decimal.sum(parts.map((part) => part.amount));
  const recoveryAmount = isAsked ? Decimal.of('0.00') : whole.recoveryAmount;
  return { parts, interestAmount, recoveryAmount, totalAmount: interestAmount.plus(recoveryAmount) };
}

async function book(
  context: FlowContext,
  tx: Transaction,
  invoice: InvoiceSummary,
  late: LateClaim,
  on: LocalDate,
  request: ClaimRequest,
): Promise<ClaimRow> {
  const { person } = request;
  const number = await claimNumber(context, tx, invoice.sellerRef);
  const made = {
    id: newId(),
    number,
    invoiceId: invoice.id,
    sellerRef: invoice.sellerRef,
    customerRef: invoice.customerRef,
    currency: invoice.currency,
    fromOn: late.parts[0]?.fromOn ?? on,
    toOn: late.parts.at(-1)?.toOn ?? on,
    interestAmount: late.interestAmount,
    recoveryAmount: late.recoveryAmount,
    totalAmount: late.totalAmount,
    working: late.parts.map(partOf),
    madeBy: person,
    madeAt: context.clock.now(),
  };
  const frame = frameFor(context, tx.tenantId, { ...invoice, language: request.language });
  const { sha256 } = await context.documents.put(claimLetter(context, frame, made, invoice));
  const claim: ClaimRow = { ...made, sha256 };
  await tx.receivables.addClaim(claim);
  await tx.ledger.post([
    {
      id: newId(),
      kind: 'debit-note',
      customerRef: claim.customerRef,
      currency: claim.currency,
      amount: claim.totalAmount,
      claimId: claim.id,
      bookedOn: context.clock.today(),
      at: context.clock.now(),
      cause: { code: 'late-payment', by: 'person', person, invoiceId: invoice.id, number },
      correlationId: invoice.correlationId,
    },
  ]);
  await tx.timeline.append({
    subject: 'invoice',
    subjectId: invoice.id,
    type: 'invoice.late-payment-claimed',
    at: context.clock.now(),
    correlationId: invoice.correlationId,
    data: {
      number: invoice.number,
      claim: number,
      claimId: claim.id,
      amount: claim.totalAmount.toString(),
      person,
      sha256,
    },
  });
  return claim;
}

/** A series of its own: a claim is no invoice and must not leave a gap among them. */
async function claimNumber(context: FlowContext, tx: Transaction, sellerRef: string): Promise<string> {
  const seller = context.profiles(tx.tenantId).seller(sellerRef);
  const fiscalYear = fiscalYearOf(context.clock.today(), seller?.fiscalYearStartMonth ?? 1);
  const sequence = await tx.numbers.next(sellerRef, 'late-payment', fiscalYear);
  return applyNumberTemplate('PR{year}-{sequence:5}', { fiscalYear, sequence, series: 'late-payment' });
}

function partOf(part: LateClaim['parts'][number]): ClaimPart {
  const { fromOn, toOn, days, basis } = part;
  const { balanceAmount, rate, amount } = part;
  return {
    fromOn,
    toOn,
    days,
    basis,
    balanceAmount: balanceAmount.toString(),
    rate: rate.toString(),
    amount: amount.toString(),
  };
}
