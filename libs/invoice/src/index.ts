export type * from './allowance-charge.js';
export type * from './invoice.js';
export type * from './party.js';
export type * from './payment.js';
export * from './totals.js';
