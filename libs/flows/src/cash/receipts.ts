import { Decimal, FacteurError, newId } from '#kernel';
import { applyNumberTemplate, fiscalYearOf } from '#billing';
import type { LedgerEntry, ReceiptRow, Transaction } from '#ports';
import { standing } from '#receivables';
import type { FlowContext } from '../context.js';
import { frameFor, receiptLetter, type LetterLanguage } from './letters.js';
import { once, type Keyed } from './once.js';

export interface ReceiptRequest extends Keyed {
  readonly paymentId: string;
  readonly language?: LetterLanguage;
  readonly person: string;
}

export type ReceiptOutcome =
  | { readonly kind: 'given'; readonly receipt: ReceiptRow }
  /** The money went back, so there is nothing to give a receipt for. */
  | { readonly kind: 'returned' };

/**
 * A receipt (quittance) for a payment really received, numbered, as PDF: what it paid and what is on account. The same payment in
 * the same language answers the receipt given first.
 * @throws FacteurError `PAYMENT.UNKNOWN` (not-found), `REQUEST.KEY_REUSED` (conflict).
 */
export async function giveReceipt(
  context: FlowContext,
  tenantId: string,
  request: ReceiptRequest,
): Promise<ReceiptOutcome> {
  return context.store.transaction(tenantId, (tx) =>
    once<ReceiptOutcome>(context, tx, 'receipts', request, async () => {
      await tx.ledger.freeAmountForUpdate(request.paymentId);
      const payment = await tx.ledger.payment(request.paymentId);
      const { paymentId } = request;
      if (!payment) throw new FacteurError('PAYMENT.UNKNOWN', 'not-found', 'No such payment', { paymentId });
      const bookings = standing(await tx.ledger.ofPayment(paymentId));
      const received = bookings.find((each) => each.kind === 'payment');
      if (!received || bookings.some((each) => each.kind === 'payment-return')) return { kind: 'returned' };
      const paid = await paidInvoices(tx, bookings);
      const frame = frameFor(context, tenantId, {
        ...payment,
        sellerRef: paid[0]?.sellerRef,
        language: request.language,
      });
      const earlier = (await tx.receivables.receiptsOf(paymentId)).find((each) => each.language === frame.language);
      if (earlier) return { kind: 'given', receipt: earlier };
      const number = await receiptNumber(context, tx, paid[0]?.sellerRef ?? frame.seller?.sellerRef ?? '');
      const means = received.cause['means'];
      const bytes = receiptLetter(context, frame, {
        ...{ number, payment, invoices: paid },
        ...(typeof means === 'string' ? { means } : {}),
      });
      const { sha256 } = await context.documents.put(bytes);
      const { customerRef } = payment;
      const receipt: ReceiptRow = {
        ...{ id: newId(), number, paymentId, customerRef, language: frame.language, sha256 },
        ...{ madeBy: request.person, madeAt: context.clock.now() },
      };
      await tx.receivables.addReceipt(receipt);
      await tell(context, tx, receipt, received);
      return { kind: 'given', receipt };
    }),
  );
}

async function paidInvoices(tx: Transaction, bookings: readonly LedgerEntry[]) {
  const amounts = new Map<string, Decimal>();
  for (const { kind, invoiceId, amount } of bookings) {
    if (kind !== 'allocation' || invoiceId === undefined) continue;
    amounts.set(invoiceId, (amounts.get(invoiceId) ?? Decimal.ZERO).plus(amount));
  }
  const paid: { number: string; sellerRef: string; amount: Decimal }[] = [];
  for (const [id, amount] of amounts) {
    const invoice = await tx.invoices.summary(id);
    if (invoice) paid.push({ number: invoice.number, sellerRef: invoice.sellerRef, amount });
  }
  return paid;
}

async function receiptNumber(context: FlowContext, tx: Transaction, sellerRef: string): Promise<string> {
  const fiscalYear = fiscalYearOf(context.clock.today(), 1);
  // One series a tenant: a payment may settle invoices of several sellers.
  const sequence = await tx.numbers.next('*', 'receipt', fiscalYear);
  void sellerRef;
  return applyNumberTemplate('Q{year}-{sequence:5}', { fiscalYear, sequence, series: 'receipt' });
}

function tell(context: FlowContext, tx: Transaction, receipt: ReceiptRow, payment: LedgerEntry): Promise<void> {
  return tx.timeline.append({
    subject: 'entry',
    subjectId: payment.entryId ?? payment.id,
    type: 'entry.receipt-given',
    at: context.clock.now(),
    correlationId: payment.correlationId,
    data: { number: receipt.number, paymentId: payment.id, sha256: receipt.sha256, person: receipt.madeBy },
  });
}
