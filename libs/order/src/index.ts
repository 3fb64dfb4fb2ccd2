export * from './decode.js';
export * from './fields.js';
export * from './issue-problems.js';
export * from './json-orders.js';
export * from './limits.js';
export * from './order.js';
export * from './order-json-schema.js';
export * from './parse-order.js';
export { bounded, problem } from './problems.js';
