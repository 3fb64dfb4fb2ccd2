import { Decimal, localDate } from '#kernel';
import type { HalfYearRates } from './late-interest.js';

const row = (from: string, refinancing: string, legal?: string): HalfYearRates => ({
  from: localDate(from),
  refinancingRate: Decimal.of(refinancing),
  ...(legal === undefined ? {} : { legalRate: Decimal.of(legal) }),
});

/**
 * Rates known when this version was made; the setting `receivables.interestRates` adds to them and overrides them. ECB main
 * refinancing rate on the first day of the half-year; legal interest rate for debtors other than private persons (arrêtés).
 */
export const KNOWN_RATES: readonly HalfYearRates[] = [
  row('2023-01-01', '2.50'),
  row('2023-07-01', '4.00'),
  row('2024-01-01', '4.50'),
  row('2024-07-01', '4.25', '4.92'),
  row('2025-01-01', '3.15', '3.71'),
  row('2025-07-01', '2.15', '2.76'),
  row('2026-01-01', '2.15', '2.62'),
];
