import type { LocalDate } from '#kernel';
import { AGEING_BUCKETS, type ReceivablesFigures, type SegmentFigures } from '#ports';
import { LABEL_LIMITS, type Instruments } from '#telemetry';
import { dsoOf } from './dso-of.js';
import { GaugeFiller } from './gauge-filler.js';

/** Of each tenant the currencies that gauges are shown for. */
export interface ShownCurrencies {
  readonly pairs: readonly { readonly tenant: string; readonly currency: string }[];
  readonly has: (tenant: string, currency: string) => boolean;
}

/** Open amounts, ageing and DSO of every tenant, as gauges. */
export class ReceivablesGauges {
  private readonly open: GaugeFiller;
  private readonly openCount: GaugeFiller;
  private readonly notDue: GaugeFiller;
  private readonly overdue: GaugeFiller;
  private readonly credits: GaugeFiller;
  private readonly dso: GaugeFiller;
  private readonly segments: GaugeFiller;

  constructor(
    private readonly gauges: Instruments['gauges'],
    /** DSO is computed in this currency. */
    private readonly currency: string,
  ) {
    this.open = new GaugeFiller(gauges.receivablesOpen);
    this.openCount = new GaugeFiller(gauges.receivablesOpenCount);
    this.notDue = new GaugeFiller(gauges.receivablesNotDue);
    this.overdue = new GaugeFiller(gauges.receivablesOverdue);
    this.credits = new GaugeFiller(gauges.credits);
    this.dso = new GaugeFiller(gauges.dso);
    this.segments = new GaugeFiller(gauges.receivablesBySegment);
  }

  /** Answers which currencies of which tenants are shown. */
  fill(all: readonly ReceivablesFigures[], today: LocalDate): ShownCurrencies {
    const rows = withinLimit(all);
    this.gauges.currenciesLeftOut.set(all.length - rows.length);
    const labels = ({ tenantId: tenant, currency }: ReceivablesFigures) => ({ tenant, currency });
    const amountOf = (row: ReceivablesFigures, bucket: string) =>
      row.ageing.find((each) => each.bucket === bucket)?.amount.toNumber() ?? 0;
    this.open.fill(rows.map((row) => [labels(row), row.openAmount.toNumber()]));
    this.openCount.fill(rows.map((row) => [labels(row), row.openCount]));
    this.notDue.fill(rows.map((row) => [labels(row), amountOf(row, 'not-due')]));
    this.credits.fill(rows.map((row) => [labels(row), row.creditAmount.toNumber()]));
    this.overdue.fill(
      rows.flatMap((row) =>
        AGEING_BUCKETS.filter((bucket) => bucket !== 'not-due').map(
          (bucket) => [{ ...labels(row), bucket }, amountOf(row, bucket)] as const,
        ),
      ),
    );
    this.fillDso(all, today);
    const shown = new Set(rows.map((row) => `${row.tenantId} ${row.currency}`));
    return { pairs: rows.map(labels), has: (tenant, currency) => shown.has(`${tenant} ${currency}`) };
  }

  fillSegments(rows: readonly SegmentFigures[], shown: ShownCurrencies): void {
    this.segments.fill(
      rows
        .filter((row) => shown.has(row.tenantId, row.currency))
        .flatMap(({ tenantId: tenant, currency, segment, notDueAmount, overdueAmount }) => [
          [{ tenant, currency, segment, state: 'not-due' }, notDueAmount.toNumber()] as const,
          [{ tenant, currency, segment, state: 'overdue' }, overdueAmount.toNumber()] as const,
        ]),
    );
  }

  private fillDso(all: readonly ReceivablesFigures[], today: LocalDate): void {
    const rows = all.filter((row) => row.currency === this.currency);
    this.dso.replace(
      rows.flatMap((row) => {
        const tenant = row.tenantId;
        const days = dsoOf([row], today);
        return [
          [{ tenant, method: 'simple' }, days.simple] as const,
          [{ tenant, method: 'countback' }, days.countback] as const,
          [{ tenant, method: 'best_possible' }, days.bestPossible] as const,
        ];
      }),
    );
  }
}

/** Of each tenant the currencies with most open, no more than the budget of series allows. */
function withinLimit(rows: readonly ReceivablesFigures[]): readonly ReceivablesFigures[] {
  const tenants = new Set(rows.map((row) => row.tenantId));
  return [...tenants].flatMap((tenant) =>
    rows
      .filter((row) => row.tenantId === tenant)
      .sort((a, b) => b.openAmount.toNumber() - a.openAmount.toNumber())
      .slice(0, LABEL_LIMITS.currency),
  );
}
