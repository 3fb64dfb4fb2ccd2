export type * from './allowance-charge.js';
export { CODE_LIST_IDS, codeList, type CodeList, type CodeListId } from './code-lists.js';
export type * from './invoice.js';
export type * from './party.js';
export type * from './payment.js';
export { INVOICE_SHAPE, type FieldShape } from './shape.js';
export { TERMS, term, type Term } from './terms.js';
export type { Cardinality, TermType } from './terms.table.js';
export * from './totals.js';
