import type { VatGroup } from './collection.js';

/** What decides whether collections of an invoice are told, and to whom. */
export interface CollectionFacts {
  /** BT-3. */
  readonly typeCode: string;
  /** BT-23. */
  readonly businessProcess?: string;
  /** BT-8 (UNTDID 2005): 3 and 35 say that VAT was due before payment. */
  readonly taxPointDateCode?: string;
  readonly vatBreakdown: readonly (VatGroup & { readonly category: string })[];
}

/** Deposits: their VAT is due when they are paid, also for goods (CGI art. 269, since 2023). */
const DEPOSITS = new Set(['386', '500', '503']);

/**
 * Whether the State has to know of the collection: VAT is due on collection. That is so for services without the option for
 * debits and for deposits; not for goods, for services on debits, nor where the buyer owes the tax (reverse charge) or none is due.
 * A mixed invoice counts as services: its rates do not tell the two apart.
 */
export function isCollectionDue(facts: CollectionFacts): boolean {
  if (facts.vatBreakdown.every((group) => group.category !== 'S')) return false;
  if (DEPOSITS.has(facts.typeCode)) return true;
  if (facts.taxPointDateCode === '3' || facts.taxPointDateCode === '35') return false;
  return /^[SM]/.test(facts.businessProcess ?? '');
}
