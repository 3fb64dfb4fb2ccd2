import { Decimal, type LocalDate } from '#kernel';
import type { ReceivablesFigures } from '#ports';
import { bestPossibleDso, countBackDso, simpleDso, type MonthlySales } from '#receivables';

/** Period of the simple and the best possible DSO. */
const DSO_DAYS = 90;

export interface DsoDays {
  readonly simple?: number;
  readonly countback?: number;
  readonly bestPossible?: number;
}

/** DSO over one or several tenants in one currency; methods without sales to divide by have none. */
export function dsoOf(rows: readonly ReceivablesFigures[], today: LocalDate): DsoDays {
  const open = Decimal.sum(rows.map((row) => row.openAmount));
  const notDue = Decimal.sum(
    rows.flatMap((row) => row.ageing.filter(({ bucket }) => bucket === 'not-due').map(({ amount }) => amount)),
  );
  const sales = Decimal.sum(rows.map((row) => row.sales90Days));
  const months = monthsOf(rows);
  const countBack = countBackDso(open, months, { month: today.slice(0, 7), day: Number(today.slice(8, 10)) });
  return {
    simple: simpleDso(open, sales, DSO_DAYS)?.toNumber(),
    countback: months.length === 0 ? undefined : countBack.days.toNumber(),
    bestPossible: bestPossibleDso(notDue, sales, DSO_DAYS)?.toNumber(),
  };
}

/** Sales by month, newest first, over all rows. */
function monthsOf(rows: readonly ReceivablesFigures[]): MonthlySales[] {
  const byMonth = new Map<string, Decimal>();
  for (const { month, amount } of rows.flatMap((row) => row.salesByMonth)) {
    byMonth.set(month, (byMonth.get(month) ?? Decimal.ZERO).plus(amount));
  }
  return [...byMonth].map(([month, amount]) => ({ month, amount })).sort((a, b) => (a.month < b.month ? 1 : -1));
}
