export { path, rootOf, stringOf, type Path } from './path.js';
export { PackRegistry } from './registry.js';
export type * from './rule.js';
export { Scope } from './scope.js';
export * from './values.js';
