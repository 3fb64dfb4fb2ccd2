export type * from './statement.js';
export type * from './entry.js';
export type * from './advice.js';
export type * from './csv-mapping.js';
export * from './read-statements.js';
export * from './read-advices.js';
export * from './payments-of.js';
export * from './statement-line.js';
export { isIban } from './camt/camt-parties.js';
