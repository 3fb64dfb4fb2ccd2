import { FacteurError, sha256, type Decimal, type Problem } from '#kernel';
import { creditNoteFor, type CreditScope } from '#billing';
import type { InvoiceRow, Transaction } from '#ports';
import { allocateCredit } from './allocate-credit.js';
import type { FlowContext } from './context.js';
import { NotIssuable, numberAndPost } from './number-invoice.js';
import { unknownProfile } from './order-problems.js';
import { warningsOf } from './write-document.js';

export interface CreditNoteRequest {
  readonly invoiceId: string;
  /** Printed on the credit note. */
  readonly reason: string;
  readonly scope: CreditScope;
  readonly person: string;
  /** The same key with the same request answers the credit note made the first time. */
  readonly idempotencyKey?: string;
}

export type CreditNoteOutcome =
  | { readonly kind: 'issued'; readonly invoice: InvoiceRow }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

/**
 * Issues a credit note for an invoice in one go: draft, number, document, judgement, ledger, delivery, and set against what is
 * open on the invoice. No more is ever credited than was invoiced.
 * @throws FacteurError `INVOICE.UNKNOWN` (not-found), `CREDIT_NOTE.KEY_REUSED` (conflict).
 */
export async function issueCreditNote(
  context: FlowContext,
  tenantId: string,
  request: CreditNoteRequest,
): Promise<CreditNoteOutcome> {
  try {
    const { invoice, isNew } = await context.store.transaction(tenantId, (tx) => issue(context, tx, request));
    if (isNew) context.signals.invoiceIssued(invoice.format, invoice.kind, warningsOf(invoice));
    return { kind: 'issued', invoice };
  } catch (thrown) {
    if (thrown instanceof NotIssuable) return { kind: 'refused', problems: thrown.problems };
    throw thrown;
  }
}

interface Made {
  readonly invoice: InvoiceRow;
  /** False when the key answered an earlier one. */
  readonly isNew: boolean;
}

async function issue(context: FlowContext, tx: Transaction, request: CreditNoteRequest): Promise<Made> {
  // The lock on the invoice keeps two credit notes from being measured against the same remainder.
  await tx.ledger.openAmountForUpdate(request.invoiceId);
  const earlier = await issuedBefore(tx, request);
  if (earlier) return { invoice: earlier, isNew: false };
  const corrected = await tx.invoices.find(request.invoiceId);
  if (!corrected)
    throw new FacteurError('INVOICE.UNKNOWN', 'not-found', 'No such invoice', { invoiceId: request.invoiceId });
  const profiles = context.profiles(tx.tenantId);
  const seller = profiles.seller(corrected.sellerRef);
  const customer = profiles.customer(corrected.customerRef);
  const policy = seller && profiles.policy(seller.policy);
  if (!seller) throw new NotIssuable([unknownProfile('seller', 'sellerRef', corrected.sellerRef)]);
  if (!customer) throw new NotIssuable([unknownProfile('customer', 'customerRef', corrected.customerRef)]);
  if (!policy) throw new NotIssuable([unknownProfile('policy', 'policy', seller.policy)]);
  const drafted = creditNoteFor(corrected.model, request.reason, request.scope, {
    issueDate: context.clock.today(),
    language: customer.language,
  });
  if (!drafted.ok) throw new NotIssuable(drafted.error);
  await refuseMoreThanInvoiced(tx, corrected, drafted.value.invoice.totals.amountDue);
  const billing = { draft: drafted.value, seller, customer, policy };
  const row = await numberAndPost(context, tx, billing, {
    corrects: { invoiceId: corrected.id },
    correlationId: corrected.correlationId,
    cause: { corrects: corrected.number, reason: request.reason, by: 'person', name: request.person },
  });
  await allocateCredit(context, tx, row, corrected);
  await keepAnswer(context, tx, request, row);
  return { invoice: row, isNew: true };
}

const ROUTE = 'credit-notes';

async function issuedBefore(tx: Transaction, request: CreditNoteRequest): Promise<InvoiceRow | undefined> {
  if (request.idempotencyKey === undefined) return undefined;
  const kept = await tx.idempotency.find(ROUTE, request.idempotencyKey);
  if (!kept) return undefined;
  if (kept.requestHash !== hashOf(request)) throw keyReused(request.idempotencyKey);
  return tx.invoices.find((kept.body as { invoiceId: string }).invoiceId);
}

async function keepAnswer(
  context: FlowContext,
  tx: Transaction,
  request: CreditNoteRequest,
  row: InvoiceRow,
): Promise<void> {
  if (request.idempotencyKey === undefined) return;
  const answer = { requestHash: hashOf(request), status: 201, body: { invoiceId: row.id } };
  const isKept = await tx.idempotency.keep(ROUTE, request.idempotencyKey, answer, context.clock.now());
  // Taken meanwhile by a request for another invoice: the roll-back undoes the credit note.
  if (!isKept) throw keyReused(request.idempotencyKey);
}

function hashOf({ invoiceId, reason, scope }: CreditNoteRequest): string {
  return sha256(JSON.stringify([invoiceId, reason, scope]));
}

const keyReused = (idempotencyKey: string): FacteurError =>
  new FacteurError('CREDIT_NOTE.KEY_REUSED', 'conflict', 'This Idempotency-Key was used with another request', {
    idempotencyKey,
  });

async function refuseMoreThanInvoiced(tx: Transaction, corrected: InvoiceRow, amount: Decimal): Promise<void> {
  const before = await tx.invoices.creditNotesOf(corrected.id);
  const left = before.reduce((sum, note) => sum.minus(note.amountDue), corrected.totalWithVat);
  if (amount.greaterThan(left)) throw new NotIssuable([overCredited(corrected.number, amount, left)]);
}

const overCredited = (number: string, amount: Decimal, left: Decimal): Problem => ({
  code: 'CREDIT_NOTE.MORE_THAN_INVOICED',
  field: number,
  value: amount.toString(),
  message: {
    en: `Credit notes would exceed the invoice: ${left.toString()} can still be credited.`,
    fr: `Les avoirs dépasseraient la facture : ${left.toString()} peuvent encore être crédités.`,
  },
  remedy: { en: 'Credit no more than what is left.', fr: 'Ne créditez pas plus que le reste.' },
});
