export type * from './finding.js';
export { judge, type JudgeOptions } from './judge.js';
