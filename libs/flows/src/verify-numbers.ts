import type { ArchiveStore, NumberSeries, VoidedNumber } from '#ports';
import type { FlowContext } from './context.js';

export interface NumberFinding {
  readonly code: 'NUMBER.MISSING' | 'NUMBER.TWICE' | 'NUMBER.BEYOND' | 'NUMBER.NO_INVOICE' | 'NUMBER.DIFFERS';
  readonly sequence: number;
  readonly detail: string;
}

export interface SeriesReport extends NumberSeries {
  readonly issued: number;
  readonly voided: readonly (Pick<VoidedNumber, 'number' | 'reason' | 'person' | 'voidedAt'> & { sequence: number })[];
  /** The last sequence that the counter gave. */
  readonly lastSequence: number;
  readonly findings: readonly NumberFinding[];
}

export interface NumbersReport {
  readonly tenantId: string;
  readonly series: readonly SeriesReport[];
}

const PAGE = 1000;
const MAX_FINDINGS = 1000;

/**
 * Proves that numbers are gapless by seller, series and fiscal year: from 1 to what the counter gave, each stands for exactly one
 * invoice that carries it, or was voided with a reason.
 */
export async function verifyNumbers(context: Pick<FlowContext, 'store'>, tenantId: string): Promise<NumbersReport> {
  const read = <T>(work: (archive: ArchiveStore) => Promise<T>): Promise<T> =>
    context.store.transaction(tenantId, (tx) => work(tx.archive));
  const series: SeriesReport[] = [];
  for (const each of await read((archive) => archive.series())) series.push(await checkSeries(context, tenantId, each));
  return { tenantId, series };
}

async function checkSeries(
  context: Pick<FlowContext, 'store'>,
  tenantId: string,
  { lastSequence, ...of }: NumberSeries & { lastSequence: number },
): Promise<SeriesReport> {
  const findings: NumberFinding[] = [];
  const voided: SeriesReport['voided'][number][] = [];
  let issued = 0;
  let last = 0;
  const report = (code: NumberFinding['code'], sequence: number, detail: string): void => {
    if (findings.length < MAX_FINDINGS) findings.push({ code, sequence, detail });
  };
  for (;;) {
    const page = await context.store.transaction(tenantId, async (tx) => {
      const numbers = await tx.archive.numbers(of, last, PAGE);
      const ids = numbers.flatMap(({ invoiceId }) => invoiceId ?? []);
      const printed = new Map((await tx.invoices.numbersOf(ids)).map(({ id, number }) => [id, number]));
      return numbers.map((each) => ({ ...each, printed: each.invoiceId && printed.get(each.invoiceId) }));
    });
    for (const { sequence, number, invoiceId, voided: gone, printed } of page) {
      if (sequence > lastSequence) {
        // Issued while we read: the counter was read before.
        last = sequence;
        continue;
      }
      if (sequence === last) report('NUMBER.TWICE', sequence, `${number} is both issued and voided`);
      for (let missing = last + 1; missing < sequence; missing += 1)
        report('NUMBER.MISSING', missing, `Nothing stands for number ${missing} of the series`);
      if (gone) voided.push({ sequence, number, ...gone });
      else issued += 1;
      if (invoiceId !== undefined && printed === undefined)
        report('NUMBER.NO_INVOICE', sequence, `The invoice of ${number} is gone`);
      else if (invoiceId !== undefined && printed !== number)
        report('NUMBER.DIFFERS', sequence, `The invoice says ${printed}, the row of numbers ${number}`);
      last = sequence;
    }
    if (page.length < PAGE) break;
  }
  for (let missing = last + 1; missing <= lastSequence; missing += 1)
    report('NUMBER.MISSING', missing, `The counter gave ${missing}; nothing stands for it`);
  return { ...of, issued, voided, lastSequence, findings };
}
