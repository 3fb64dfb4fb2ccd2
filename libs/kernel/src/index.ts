export * from './clock.js';
export * from './creditor-reference.js';
export * from './dates.js';
export * from './decimal.js';
export * from './errors.js';
export * from './ids.js';
export * from './problem.js';
export * from './result.js';
