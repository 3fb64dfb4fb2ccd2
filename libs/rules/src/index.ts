export type * from './finding.js';
export { describePacks, describeRules, type PackDescription, type RuleDescription } from './describe-packs.js';
export { judge, type JudgeOptions } from './judge.js';
export { judgeBytes, judgeDocument, type JudgeBytesOptions, type JudgedDocument } from './judge-bytes.js';
export { offeredPackIds, packIds } from './packs/registry.js';
export type { RuleSyntax } from './engine/rule.js';
