export type * from './tree.js';
