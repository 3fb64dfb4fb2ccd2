import { FacteurError, type LocalDate } from '#kernel';
import { earlyDiscount, type EarlyDiscount } from '#receivables';
import type { FlowContext } from '../context.js';

/**
 * The early-payment discount of an invoice on a day (default: today) with its working, by VAT category. Nothing is booked.
 * @throws FacteurError `INVOICE.UNKNOWN` (not-found), `DISCOUNT.NOT_GRANTED` (precondition) when the seller's policy grants none.
 */
export async function discountOf(
  context: FlowContext,
  tenantId: string,
  request: { readonly invoiceId: string; readonly on?: LocalDate },
): Promise<EarlyDiscount> {
  const { invoiceId } = request;
  return context.store.transaction(tenantId, async (tx) => {
    const invoice = await tx.invoices.find(invoiceId);
    if (invoice?.kind !== 'invoice') {
      throw new FacteurError('INVOICE.UNKNOWN', 'not-found', 'No such invoice', { invoiceId });
    }
    const profiles = context.profiles(tenantId);
    const seller = profiles.seller(invoice.sellerRef);
    const terms = seller && profiles.policy(seller.policy)?.earlyPayment;
    if (terms === undefined) {
      const facts = { setting: 'earlyPayment', policy: seller?.policy };
      throw new FacteurError('DISCOUNT.NOT_GRANTED', 'precondition', 'No discount for early payment is granted', facts);
    }
    const summary = await tx.invoices.summary(invoiceId);
    const { currency, issueDate, totalWithVat, model } = invoice;
    const openAmount = summary?.openAmount ?? totalWithVat;
    const known = { currency, issueDate, totalWithVat, openAmount, groups: model.vatBreakdown };
    return earlyDiscount(known, terms, request.on ?? context.clock.today());
  });
}
