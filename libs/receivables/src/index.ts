export type * from './matching/open-item.js';
export type * from './matching/match-outcome.js';
export * from './matching/match-policy.js';
export { OpenItemIndex } from './matching/open-item-index.js';
export { documentKey } from './matching/document-key.js';
export { payerKeyOf } from './matching/match-payer.js';
export { matchEntry } from './matching/match-entry.js';
export type * from './ledger.js';
