export type * from './statement.js';
export type * from './entry.js';
export type * from './advice.js';
export type * from './csv-mapping.js';
export * from './read-statements.js';
export * from './payments-of.js';
