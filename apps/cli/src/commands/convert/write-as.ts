import { invoiceToJson, type Invoice } from '#invoice';
import { writeInvoice, type Partially, type WrittenInvoice } from '#syntax';

export const TARGETS = ['ubl', 'cii', 'json'] as const;
export type Target = (typeof TARGETS)[number];

/** The invoice in another form, with what that form could not take; JSON takes everything. */
export function writeAs(invoice: Invoice | Partially<Invoice>, target: Target): WrittenInvoice {
  if (target === 'json') return { bytes: Buffer.from(invoiceToJson(invoice)), notCarried: [] };
  return writeInvoice(invoice, { syntax: target });
}
