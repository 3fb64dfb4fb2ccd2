import { describe, expect, it } from '@jest/globals';
import { localDate } from '#kernel';
import {
  applyNumberTemplate,
  dueDateOf,
  fiscalYearOf,
  hasIbanKey,
  hasLuhnKey,
  isNumberTemplate,
  latestDueDate,
} from './index.js';

const on = localDate;

describe('due dates', () => {
  it.each([
    ['2026-02-15', 45, 'after-days', undefined, '2026-04-30'],
    ['2026-02-15', 45, 'before-days', undefined, '2026-04-14'],
    ['2026-01-31', 30, 'none', undefined, '2026-03-02'],
    ['2024-01-31', 29, 'none', undefined, '2024-02-29'],
    ['2026-11-23', 30, 'none', 10, '2027-01-10'],
    ['2026-11-10', 30, 'none', 10, '2026-12-10'],
    ['2026-01-30', 0, 'none', 31, '2026-01-31'],
    ['2026-02-01', 0, 'none', 31, '2026-02-28'],
    ['2026-01-31', 0, 'none', 30, '2026-02-28'],
  ] as const)('%s + %i days, end of month %s, day %s: %s', (from, days, endOfMonth, dayOfMonth, expected) => {
    expect(dueDateOf(on(from), { days, endOfMonth, dayOfMonth })).toBe(expected);
  });

  it('knows the lawful ceiling', () => {
    const ceiling = { days: 60, endOfMonth: 'after-days', onBreach: 'problem' } as const;
    expect(latestDueDate(on('2026-02-15'), ceiling)).toBe('2026-04-16');
    expect(latestDueDate(on('2026-02-15'), { ...ceiling, endOfMonthDays: 45 })).toBe('2026-04-30');
    expect(latestDueDate(on('2026-02-28'), { ...ceiling, endOfMonthDays: 45 })).toBe('2026-04-30');
  });
});

describe('numbers', () => {
  const parts = { fiscalYear: 2026, sequence: 42, series: 'F' };

  it.each([
    ['F{year}-{sequence:6}', 'F2026-000042'],
    ['{series}{yy}/{sequence}', 'F26/42'],
    ['{year}{sequence:1}', '202642'],
  ])('%s gives %s', (template, expected) => {
    expect(isNumberTemplate(template)).toBe(true);
    expect(applyNumberTemplate(template, parts)).toBe(expected);
  });

  it.each([
    'F{year}',
    'F-{sequence:6}',
    '{year} {sequence}',
    '{year}{sequence}{sequence}',
    '{year}{sequence:40}',
    '{year}{sequence}{name}',
    'é{year}{sequence}',
  ])('refuses the template %s', (template) => {
    expect(isNumberTemplate(template)).toBe(false);
  });

  it('refuses a number that outgrows its 35 characters', () => {
    const template = `${'X'.repeat(25)}{year}{sequence:6}`;
    expect(isNumberTemplate(template)).toBe(true);
    expect(() => applyNumberTemplate(template, { ...parts, sequence: 1234567 })).toThrow('not allowed');
  });

  it('names a fiscal year after the year in which it begins', () => {
    expect([
      fiscalYearOf(on('2026-12-31'), 1),
      fiscalYearOf(on('2027-03-31'), 4),
      fiscalYearOf(on('2027-04-01'), 4),
    ]).toEqual([2026, 2026, 2027]);
  });
});

describe('check digits', () => {
  it('of SIREN, SIRET and IBAN', () => {
    expect([hasLuhnKey('732829320'), hasLuhnKey('732829321'), hasLuhnKey('10000000900017')]).toEqual([
      true,
      false,
      true,
    ]);
    expect([hasIbanKey('FR7630006000011234567890189'), hasIbanKey('FR7630006000011234567890188')]).toEqual([
      true,
      false,
    ]);
  });
});
