import type { Invoice } from '#invoice';
import { Decimal } from '#kernel';

/** UBL's schema demands BT-110 beside a VAT breakdown; left out it is the sum of the breakdown (BR-CO-14). */
export function withVatTotal(invoice: Invoice): Invoice {
  const { vatBreakdown, totals } = invoice;
  if (vatBreakdown.length === 0) return invoice;
  const vatTotal = totals.vatTotal ?? Decimal.sum(vatBreakdown.map(({ taxAmount }) => taxAmount));
  return { ...invoice, totals: { ...totals, vatTotal } };
}
