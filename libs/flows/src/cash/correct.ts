import { Decimal, FacteurError, newId, type Problem } from '#kernel';
import { creditNoteFor, replacementFor, type CreditScope, type DraftInvoice, type InvoiceChanges } from '#billing';
import type { InvoiceRow, LedgerEntry, Transaction } from '#ports';
import { standing, undoPostings } from '#receivables';
import { allocateCredit } from '../allocate-credit.js';
import type { FlowContext } from '../context.js';
import { NotIssuable, numberAndPost, type Billing } from '../number-invoice.js';
import { unknownProfile } from '../order-problems.js';
import { tellInvoice } from './book.js';
import { once, type Keyed } from './once.js';

export interface CorrectionRequest extends Keyed {
  readonly invoiceId: string;
  /** Printed on the document. */
  readonly reason: string;
  readonly person: string;
}

export type CorrectionOutcome =
  | { readonly kind: 'corrected'; readonly documents: readonly IssuedDocument[]; readonly refunded?: string }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

export interface IssuedDocument {
  readonly id: string;
  readonly number: string;
  readonly typeCode: string;
  readonly amountDue: string;
}

/**
 * Issues a corrective invoice (384) that replaces an invoice by itself. What had been paid, credited or written off moves over to it;
 * the old one is closed without cash. Judged, written, booked and delivered in one step.
 * @throws FacteurError `INVOICE.UNKNOWN` (not-found), `REQUEST.KEY_REUSED` (conflict).
 */
export async function issueCorrective(
  context: FlowContext,
  tenantId: string,
  request: CorrectionRequest & { readonly changes: InvoiceChanges },
): Promise<CorrectionOutcome> {
  return correct(context, tenantId, 'corrective', request, async (tx, billing) => {
    const { original } = billing;
    const draft = drafted(
      replacementFor(original.model, request.reason, request.changes, {
        issueDate: context.clock.today(),
        as: 'corrective',
      }),
    );
    const freed = await release(context, tx, original, request.person, 'everything');
    const [booking] = standing(await tx.ledger.ofInvoice(original.id)).filter((each) => each.kind === 'invoice');
    if (!booking) throw replacedBefore(original);
    const cause = { code: 'replaced', by: 'person', person: request.person, reason: request.reason };
    await tx.ledger.post(completed(context, undoPostings([booking], cause), booking));
    const row = await issueDraft(context, tx, billing, draft, request);
    await reuse(context, tx, freed, row, request.person);
    await tellInvoice(context, tx, original.id, 'replaced', {
      ...cause,
      replacedBy: row.number,
      typeCode: row.typeCode,
    });
    return [row];
  });
}

/**
 * Cancels an invoice by a credit note for the whole (381) and issues it anew, both referring to it. What had been paid moves over.
 * @throws FacteurError `INVOICE.UNKNOWN` (not-found), `REQUEST.KEY_REUSED` (conflict).
 */
export async function cancelAndReissue(
  context: FlowContext,
  tenantId: string,
  request: CorrectionRequest & { readonly changes: InvoiceChanges },
): Promise<CorrectionOutcome> {
  return correct(context, tenantId, 'reissue', request, async (tx, billing) => {
    const { original } = billing;
    const issueDate = context.clock.today();
    const language = billing.customer.language;
    const credit = drafted(creditNoteFor(original.model, request.reason, { kind: 'whole' }, { issueDate, language }));
    if ((await tx.invoices.creditNotesOf(original.id)).length > 0)
      throw new NotIssuable([creditedBefore(original.number)]);
    const anew = drafted(replacementFor(original.model, request.reason, request.changes, { issueDate, as: 'reissue' }));
    const freed = await release(context, tx, original, request.person, 'money');
    const creditRow = await issueDraft(context, tx, billing, credit, request);
    await allocateCredit(context, tx, creditRow, original);
    const row = await issueDraft(context, tx, billing, anew, request);
    await reuse(context, tx, freed, row, request.person);
    const data = {
      reason: request.reason,
      person: request.person,
      creditNote: creditRow.number,
      replacedBy: row.number,
    };
    await tellInvoice(context, tx, original.id, 'cancelled-and-reissued', data);
    return [creditRow, row];
  });
}

/**
 * A commercial gesture, or a credit note whose unused credit is given back at once: credit note, allocation to what is open, and
 * the refund of the rest where it is asked.
 * @throws FacteurError `INVOICE.UNKNOWN` (not-found), `REQUEST.KEY_REUSED` (conflict).
 */
export async function creditAndRefund(
  context: FlowContext,
  tenantId: string,
  request: CorrectionRequest & { readonly scope: CreditScope; readonly isGoodwill: boolean; readonly refunds: boolean },
): Promise<CorrectionOutcome> {
  let refunded: string | undefined;
  const outcome = await correct(context, tenantId, 'credit', request, async (tx, billing) => {
    const { original } = billing;
    const context_ = { issueDate: context.clock.today(), language: billing.customer.language };
    const draft = drafted(creditNoteFor(original.model, request.reason, request.scope, context_));
    await refuseMoreThanInvoiced(tx, original, draft.invoice.totals.amountDue);
    const row = await issueDraft(context, tx, billing, draft, request);
    await allocateCredit(context, tx, row, original);
    const left = (await tx.ledger.openAmountForUpdate(row.id)).negated();
    if (request.refunds && left.isPositive()) {
      refunded = left.toString();
      await bookRefund(context, tx, row, left, request);
    }
    if (request.isGoodwill) {
      const data = {
        reason: request.reason,
        person: request.person,
        creditNote: row.number,
        amount: row.amountDue.toString(),
      };
      await tellInvoice(context, tx, original.id, 'goodwill-granted', data);
    }
    return [row];
  });
  return outcome.kind === 'corrected' && refunded !== undefined ? { ...outcome, refunded } : outcome;
}

export type CorrectionBilling = Omit<Billing, 'draft'> & { readonly original: InvoiceRow };

/** One correction in one transaction, once for its key; what cannot be issued is refused with every problem. */
export async function correct(
  context: FlowContext,
  tenantId: string,
  route: string,
  request: CorrectionRequest,
  work: (tx: Transaction, billing: CorrectionBilling) => Promise<readonly InvoiceRow[]>,
): Promise<CorrectionOutcome> {
  try {
    const outcome = await context.store.transaction(tenantId, (tx) =>
      once<CorrectionOutcome>(context, tx, `corrections/${route}`, request, async () => {
        await tx.ledger.openAmountForUpdate(request.invoiceId);
        const rows = await work(tx, await billingOf(context, tx, request.invoiceId));
        return { kind: 'corrected', documents: rows.map(issuedDocument) };
      }),
    );
    return outcome;
  } catch (thrown) {
    if (thrown instanceof NotIssuable) return { kind: 'refused', problems: thrown.problems };
    throw thrown;
  }
}

async function billingOf(context: FlowContext, tx: Transaction, invoiceId: string): Promise<CorrectionBilling> {
  const original = await tx.invoices.find(invoiceId);
  if (!original) throw new FacteurError('INVOICE.UNKNOWN', 'not-found', 'No such invoice', { invoiceId });
  const profiles = context.profiles(tx.tenantId);
  const seller = profiles.seller(original.sellerRef);
  const customer = profiles.customer(original.customerRef);
  const policy = seller && profiles.policy(seller.policy);
  if (!seller) throw new NotIssuable([unknownProfile('seller', 'sellerRef', original.sellerRef)]);
  if (!customer) throw new NotIssuable([unknownProfile('customer', 'customerRef', original.customerRef)]);
  if (!policy) throw new NotIssuable([unknownProfile('policy', 'policy', seller.policy)]);
  return { seller, customer, policy, original };
}

/** @throws NotIssuable with the problems of the draft. */
export function drafted(result: ReturnType<typeof replacementFor>): DraftInvoice {
  if (!result.ok) throw new NotIssuable(result.error);
  return result.value;
}

/** Numbers, judges, books and delivers a draft that corrects the original. */
export function issueDraft(
  context: FlowContext,
  tx: Transaction,
  { original, ...billing }: CorrectionBilling,
  draft: DraftInvoice,
  { reason, person }: CorrectionRequest,
): Promise<InvoiceRow> {
  return numberAndPost(
    context,
    tx,
    { ...billing, draft },
    {
      corrects: { invoiceId: original.id },
      correlationId: original.correlationId,
      cause: { corrects: original.number, reason, by: 'person', person },
    },
  );
}

/** What paid or reduced the old document and does the same for the new one. */
interface Freed {
  readonly kind: 'allocation' | 'write-off';
  readonly amount: Decimal;
  readonly paymentId?: string;
  readonly creditInvoiceId?: string;
  readonly entryId?: string;
  readonly reason?: unknown;
}

/**
 * Unties what paid or reduced the invoice. Money is on account then. Credits and write-offs move only to a document that replaces
 * the old one by itself: a credit note for the whole would give them twice.
 */
async function release(
  context: FlowContext,
  tx: Transaction,
  original: InvoiceRow,
  person: string,
  moves: 'money' | 'everything',
): Promise<readonly Freed[]> {
  const bookings = standing(await tx.ledger.ofInvoice(original.id)).filter((each) => each.kind !== 'invoice');
  const isMoney = (each: LedgerEntry) => each.kind === 'allocation' && each.paymentId !== undefined;
  const isReduction = (each: LedgerEntry) => each.kind === 'allocation' || each.kind === 'write-off';
  if (!bookings.every(moves === 'money' ? isMoney : isReduction))
    throw new NotIssuable([creditedBefore(original.number)]);
  const cause = { code: 'moved', by: 'person', person };
  for (const booking of bookings) await tx.ledger.post(completed(context, undoPostings([booking], cause), booking));
  return bookings.map(({ kind, amount, paymentId, creditInvoiceId, entryId, cause: why }) => ({
    ...{ kind: kind as Freed['kind'], amount: amount.abs(), paymentId, creditInvoiceId, entryId },
    ...(kind === 'write-off' ? { reason: why['reason'] ?? why['code'] } : {}),
  }));
}

/** Pays and reduces the new document with what the old one had been paid and reduced with, as far as it goes. */
async function reuse(
  context: FlowContext,
  tx: Transaction,
  freed: readonly Freed[],
  row: InvoiceRow,
  person: string,
): Promise<void> {
  for (const each of freed) {
    const open = await tx.ledger.openAmountForUpdate(row.id);
    const free = await leftOf(tx, each);
    const amount = free.lessThan(open) ? free : open;
    if (!amount.isPositive()) continue;
    const { kind, paymentId, creditInvoiceId, entryId, reason } = each;
    const proof = entryId === undefined ? 'none' : 'bank-entry';
    const cause = { code: 'moved', by: 'person', person, proof, ...(reason === undefined ? {} : { reason }) };
    await tx.ledger.post([
      {
        ...{ id: newId(), kind, customerRef: row.customerRef, currency: row.currency },
        ...{ amount: kind === 'write-off' ? amount.negated() : amount },
        ...{ invoiceId: row.id, paymentId, creditInvoiceId, entryId },
        ...{ bookedOn: context.clock.today(), at: context.clock.now(), cause, correlationId: row.correlationId },
      },
    ]);
    if (paymentId !== undefined)
      await tellInvoice(context, tx, row.id, 'paid', { amount: amount.toString(), by: 'person', entryId, proof });
  }
}

/** What of it is free to be used again. */
async function leftOf(tx: Transaction, { amount, paymentId, creditInvoiceId }: Freed): Promise<Decimal> {
  if (paymentId !== undefined) return (await tx.ledger.freeAmountForUpdate(paymentId)) ?? Decimal.ZERO;
  if (creditInvoiceId === undefined) return amount;
  const credit = (await tx.ledger.openAmountForUpdate(creditInvoiceId)).negated();
  return credit.lessThan(amount) ? credit : amount;
}

async function bookRefund(
  context: FlowContext,
  tx: Transaction,
  row: InvoiceRow,
  amount: Decimal,
  { reason, person }: CorrectionRequest,
): Promise<void> {
  const cause = { code: 'refund', by: 'person', person, reason, proof: 'none' };
  await tx.ledger.post([
    {
      ...{ id: newId(), kind: 'refund', customerRef: row.customerRef, currency: row.currency, amount },
      ...{ invoiceId: row.id, bookedOn: context.clock.today(), at: context.clock.now() },
      ...{ cause, correlationId: row.correlationId },
    },
  ]);
  await tellInvoice(context, tx, row.id, 'refunded', { ...cause, amount: amount.toString() });
}

/** Postings of today in the currency and with the bank entry of the booking they take back. */
export function completed(
  context: FlowContext,
  postings: ReturnType<typeof undoPostings>,
  original: LedgerEntry,
): LedgerEntry[] {
  const { currency, entryId, correlationId } = original;
  const bookedOn = context.clock.today();
  return postings.map((posting) => ({
    ...posting,
    ...{ id: newId(), currency, entryId, bookedOn, at: context.clock.now(), correlationId },
  }));
}

async function refuseMoreThanInvoiced(tx: Transaction, corrected: InvoiceRow, amount: Decimal): Promise<void> {
  const before = await tx.invoices.creditNotesOf(corrected.id);
  const left = before.reduce((sum, note) => sum.minus(note.amountDue), corrected.totalWithVat);
  if (amount.greaterThan(left)) throw new NotIssuable([creditedBefore(corrected.number)]);
}

function issuedDocument(row: InvoiceRow): IssuedDocument {
  return { id: row.id, number: row.number, typeCode: row.typeCode, amountDue: row.amountDue.toString() };
}

function replacedBefore(original: InvoiceRow): NotIssuable {
  return new NotIssuable([creditedBefore(original.number)]);
}

const creditedBefore = (number: string): Problem => ({
  code: 'CORRECTION.REDUCED_BEFORE',
  field: number,
  message: {
    en: 'The invoice was credited, written off or replaced before.',
    fr: 'La facture a déjà été créditée, passée en perte ou remplacée.',
  },
  remedy: { en: 'Credit what is left of it.', fr: "Établissez un avoir pour ce qu'il en reste." },
});
