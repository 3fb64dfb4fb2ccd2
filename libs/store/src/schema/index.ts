export * from './cash.js';
export * from './intake.js';
export * from './invoices.js';
export * from './ledger.js';
export * from './tenants.js';
export * from './timeline-and-jobs.js';
