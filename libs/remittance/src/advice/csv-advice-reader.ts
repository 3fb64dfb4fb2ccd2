import { failed, ok, type Problem, type Result } from '#kernel';
import { ProblemList } from '../camt/camt-values.js';
import { csvRows, type CsvRow } from '../csv/csv-table.js';
import { csvAmount, csvDate } from '../csv/csv-values.js';
import type { AdviceCsvMapping } from '../csv-mapping.js';
import type { AdviceFile } from '../advice.js';
import type { ReferredDocument } from '../entry.js';
import { finishAdvice } from './finish-advice.js';

/** Reads a customer's CSV advice by its declared mapping; rows with the same advice reference belong together. */
export function readCsvAdvice(text: string, mapping: AdviceCsvMapping): Result<AdviceFile, Problem[]> {
  const { columns } = mapping;
  const table = csvRows(text, mapping, [columns.documentNumber, columns.remittedAmount]);
  if (!table.ok) return table;
  const problems = new ProblemList();
  const groups = new Map<string, { rows: CsvRow[]; documents: ReferredDocument[] }>();
  for (const row of table.value) {
    const document = documentOf(row, mapping, problems);
    const key = row.cell(columns.adviceRef) || row.cell(columns.paymentRef);
    const group = groups.get(key) ?? { rows: [], documents: [] };
    groups.set(key, group);
    group.rows.push(row);
    if (document !== undefined) group.documents.push(document);
  }
  if (groups.size === 0) problems.add('ADVICE.NO_DOCUMENT', {});
  if (problems.problems.length > 0) return failed(problems.problems);
  const advices = [...groups].map(([key, { rows, documents }]) => {
    const [first] = rows;
    const paidOn = first === undefined ? undefined : csvDate(first.cell(columns.paidOn), mapping.dateFormat);
    const currency = first?.cell(columns.currency) || mapping.currency;
    const refs = [...new Set([key, ...rows.map((row) => row.cell(columns.paymentRef))])].filter((ref) => ref !== '');
    return finishAdvice({
      format: 'csv-advice',
      adviceRef: key,
      ...(paidOn === undefined ? {} : { paidOn }),
      ...(currency === undefined ? {} : { currency }),
      payer: mapping.payerName === undefined ? {} : { name: mapping.payerName },
      payee: {},
      paymentRefs: refs,
      documents,
    });
  });
  return ok({ format: 'csv-advice', advices });
}

/** A negative remitted amount is a credit note that the payer uses. */
function documentOf(row: CsvRow, mapping: AdviceCsvMapping, problems: ProblemList): ReferredDocument | undefined {
  const { columns } = mapping;
  const amount = (column: (typeof columns)['dueAmount']) => csvAmount(row.cell(column), mapping.decimalMark ?? '.');
  const number = row.cell(columns.documentNumber);
  const remitted = amount(columns.remittedAmount);
  if (number === '') problems.add('STATEMENT.FIELD_MISSING', { row: row.row, field: String(columns.documentNumber) });
  if (remitted === undefined)
    problems.add('STATEMENT.AMOUNT_INVALID', {
      row: row.row,
      field: String(columns.remittedAmount),
      value: row.cell(columns.remittedAmount),
    });
  if (number === '' || remitted === undefined) return undefined;
  const due = amount(columns.dueAmount);
  const discount = amount(columns.discountAmount);
  const deduction = amount(columns.deductionAmount);
  const reason = row.cell(columns.deductionReason);
  return {
    number,
    type: remitted.isNegative() ? 'CREN' : 'CINV',
    remittedAmount: remitted.abs(),
    ...(due === undefined ? {} : { dueAmount: due }),
    ...(discount === undefined || discount.isZero() ? {} : { discountAmount: discount }),
    adjustments:
      deduction === undefined || deduction.isZero()
        ? []
        : [{ amount: deduction, ...(reason === '' ? {} : { reason }) }],
  };
}
