import { parse, stringify } from 'yaml';

export interface RuleFile {
  readonly groups: { rules: { record?: string; alert?: string; for?: string; expr: string }[] }[];
}

/** A day of operation in seconds of the test. */
const DAY_IN_TEST = 2;
/** A rate needs some looks, one a second; an alert that waits has to be seen waiting. */
const SHORTEST_WINDOW = 8;
const SHORTEST_WAIT = 1;
const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };
/** Thresholds that are lengths of time of the running system itself; other ages come from data that are really that old. */
const SCALED_THRESHOLDS: Readonly<Record<string, number>> = { FacteurFiguresStale: 600 };

/**
 * The shipped rules on another scale of time: windows, offsets and waits shortened by one factor, none below what sampling every
 * second allows. Expressions, labels and thresholds stay what they are.
 */
export function scaledRules(text: string): string {
  const file = parse(text) as RuleFile;
  for (const rule of file.groups.flatMap(({ rules }) => rules)) {
    rule.expr = scaledExpression(rule.expr);
    if (rule.alert === undefined) continue;
    rule.for = `${scaled(rule.for ?? '0s', rule.for === '0m' ? 0 : SHORTEST_WAIT)}s`;
    const threshold = SCALED_THRESHOLDS[rule.alert];
    if (threshold === undefined) continue;
    if (!rule.expr.endsWith(`> ${threshold}`)) throw new Error(`${rule.alert} no longer asks for ${threshold} s`);
    rule.expr = rule.expr.replace(/\d+$/, String(SHORTEST_WINDOW));
  }
  return stringify(file);
}

/** Ranges (`[1h]`) and offsets of a PromQL expression, shortened. */
export function scaledExpression(expression: string): string {
  return expression
    .replace(/\[(\d+[smhd])\]/g, (_, duration: string) => `[${scaled(duration, SHORTEST_WINDOW)}s]`)
    .replace(/\boffset (\d+[smhd])/g, (_, duration: string) => `offset ${scaled(duration, SHORTEST_WINDOW)}s`);
}

function scaled(duration: string, shortest: number): number {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(duration) as unknown as [string, string, string];
  const seconds = Number(count) * (UNITS[unit] as number);
  return Math.max(shortest, Math.round((seconds / 86_400) * DAY_IN_TEST));
}
