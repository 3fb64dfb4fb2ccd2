export type * from './open-item.js';
export type * from './match-outcome.js';
export * from './match-policy.js';
export * from './open-item-index.js';
export * from './match-entry.js';
export type * from './ledger.js';
