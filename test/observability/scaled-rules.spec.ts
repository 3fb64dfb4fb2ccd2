import { describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { scaledExpression, scaledRules, type RuleFile } from './scaled-rules.js';

const FOLDER = 'config/prometheus/rules';
const shape = (expression: string) => expression.replace(/\[\d+[smhd]\]/g, '[]').replace(/offset \d+[smhd]/g, 'offset');

describe('the rules on another scale of time', () => {
  it('shorten windows and offsets by one factor, down to what can be sampled', () => {
    expect(scaledExpression('x - x offset 30d > rate(y[5m])')).toBe('x - x offset 60s > rate(y[8s])');
  });

  it.each(readdirSync(FOLDER))('%s stays what it is in everything else', (name) => {
    const text = readFileSync(join(FOLDER, name), 'utf8');
    const rules = (source: string) => (parse(source) as RuleFile).groups.flatMap((group) => group.rules);
    const [before, after] = [rules(text), rules(scaledRules(text))];
    expect(after.map(({ expr }) => shape(expr).replace('> 8', '> 600'))).toEqual(before.map(({ expr }) => shape(expr)));
    const rest = (all: typeof before) => all.map(({ expr: _expr, for: _for, ...others }) => others);
    expect(rest(after)).toEqual(rest(before));
  });
});
