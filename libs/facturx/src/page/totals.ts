import type { Decimal } from '#kernel';
import type { VatBreakdown } from '#invoice';
import { wrap } from '../fonts/wrap.js';
import type { TextStyle } from './canvas.js';
import { CREDIT_CODES, VAT_CATEGORIES } from './labels.table.js';
import { adjustmentTitle } from './line-details.js';
import { LEFT, RIGHT, WIDTH, type Draft, type Sheet } from './sheet.js';

const ROW = 13;
const VAT_WIDTH = 250;
const TOTALS_WIDTH = 205;

/** Document level allowances and charges, then the VAT breakdown beside the totals. */
export function drawTotals(sheet: Sheet, draft: Draft): void {
  drawAdjustments(sheet, draft);
  const vat = vatRows(draft);
  const totals = totalRows(draft);
  const vatHeight = 26 + vat.reduce((sum, row) => sum + row.lines.length * 10.5 + 4, 0);
  const totalsHeight = totals.length * (ROW + 1) + 30;
  const high = vatHeight > 420;
  sheet.need(high ? 120 : Math.max(vatHeight, totalsHeight));
  const top = sheet.y;
  drawVatTable(sheet, draft, vat);
  if (high) {
    sheet.y += 10;
    sheet.need(totalsHeight);
    drawTotalRows(sheet, draft, totals, sheet.y);
    sheet.y += totalsHeight;
    return;
  }
  const end = drawTotalRows(sheet, draft, totals, top);
  sheet.y = Math.max(sheet.y, end) + 18;
}

function drawAdjustments(sheet: Sheet, { invoice, words, styles }: Draft): void {
  const entries = [
    ...invoice.allowances.map((each) => ({ kind: 'allowance' as const, each, amount: each.amount.negated() })),
    ...invoice.charges.map((each) => ({ kind: 'charge' as const, each, amount: each.amount })),
  ];
  if (entries.length === 0) return;
  sheet.need(40);
  sheet.page.text(LEFT, sheet.y + 8, words.label('allowancesAndCharges'), styles.heading);
  sheet.y += 12;
  for (const { kind, each, amount } of entries) {
    const rate = each.vatRate ? words.percent(each.vatRate) : each.vatCategory;
    const title = `${adjustmentTitle(kind, each, words, invoice.currency)}  ·  ${words.label('vat')} ${each.vatCategory === 'S' ? rate : `${each.vatCategory} ${rate}`}`;
    const lines = wrap(title, WIDTH - 110, styles.smallInk.size);
    sheet.need(lines.length * 11.5 + 2);
    sheet.page.textTo(RIGHT, sheet.y + 10.5, words.amount(amount, invoice.currency), { ...styles.body, size: 9.2 });
    lines.forEach((text, row) => sheet.page.text(LEFT, sheet.y + 10.5 + row * 11.5, text, styles.smallInk));
    sheet.y += lines.length * 11.5 + 2;
  }
  sheet.y += 12;
}

interface VatRow {
  readonly lines: readonly string[];
  readonly taxable: Decimal;
  readonly tax: Decimal;
}

function vatRows({ invoice, words, styles }: Draft): VatRow[] {
  return invoice.vatBreakdown.map((row) => ({
    lines: wrap(vatTitle(row, words), VAT_WIDTH - 135, styles.smallInk.size),
    taxable: row.taxableAmount,
    tax: row.taxAmount,
  }));
}

function vatTitle(row: VatBreakdown, words: Draft['words']): string {
  const category = VAT_CATEGORIES[row.category];
  const rate = row.rate ? words.percent(row.rate) : '';
  const head = category ? `${rate}${rate === '' ? '' : ' '}${words.of(category)}` : rate;
  const reason = [row.exemptionReason, row.exemptionReasonCode && `(${row.exemptionReasonCode})`]
    .filter(Boolean)
    .join(' ');
  return [head, reason].filter((text) => text !== '').join('\n');
}

function drawVatTable(sheet: Sheet, { invoice, words, styles }: Draft, rows: readonly VatRow[]): void {
  if (rows.length === 0) return;
  const number: TextStyle = { ...styles.body, size: 9.2 };
  const [taxableTo, taxTo] = [LEFT + VAT_WIDTH - 62, LEFT + VAT_WIDTH];
  const head = (): void => {
    sheet.page.text(LEFT, sheet.y + 8, words.stacked('vatBreakdown')[0] as string, styles.heading);
    words
      .stacked('taxable')
      .forEach((text, row) => sheet.page.textTo(taxableTo, sheet.y + 8 + row * 9, text, styles.label));
    words.stacked('tax').forEach((text, row) => sheet.page.textTo(taxTo, sheet.y + 8 + row * 9, text, styles.label));
    sheet.y += 3 + words.stacked('tax').length * 9.5;
    sheet.page.rule(LEFT, sheet.y, VAT_WIDTH, styles.rule, 0.5);
    sheet.y += 2;
  };
  head();
  sheet.withHead(head, () => {
    for (const row of rows) {
      const height = Math.max(1, row.lines.length) * 10.5 + 4;
      sheet.need(height);
      row.lines.forEach((text, line) => sheet.page.text(LEFT, sheet.y + 10 + line * 10.5, text, styles.smallInk));
      sheet.page.textTo(taxableTo, sheet.y + 10, words.amount(row.taxable, invoice.currency), number);
      sheet.page.textTo(taxTo, sheet.y + 10, words.amount(row.tax, invoice.currency), number);
      sheet.y += height;
    }
  });
}

interface TotalRow {
  readonly label: string;
  readonly value: string;
  readonly strong?: boolean;
}

function totalRows({ invoice, words }: Draft): TotalRow[] {
  const { totals, currency } = invoice;
  const rows: TotalRow[] = [];
  const add = (label: string, value: Decimal | undefined, strong = false): void => {
    if (value !== undefined) rows.push({ label, value: words.amount(value, currency), strong });
  };
  const adjusted = totals.allowanceTotal !== undefined || totals.chargeTotal !== undefined;
  if (adjusted) add(words.label('linesTotal'), totals.lineNetTotal);
  add(words.label('allowancesTotal'), totals.allowanceTotal?.negated());
  add(words.label('chargesTotal'), totals.chargeTotal);
  add(words.label('totalWithoutVat'), totals.totalWithoutVat);
  add(words.label('vatTotal'), totals.vatTotal);
  if (totals.vatTotalInVatCurrency && invoice.vatCurrency !== undefined) {
    const label = `${words.label('vatTotal')} (${invoice.vatCurrency})`;
    rows.push({ label, value: words.amount(totals.vatTotalInVatCurrency, invoice.vatCurrency) });
  }
  add(words.label('totalWithVat'), totals.totalWithVat, true);
  add(words.label('paid'), totals.paidAmount?.negated());
  add(words.label('rounding'), totals.roundingAmount);
  return rows;
}

function drawTotalRows(
  { page }: Sheet,
  { invoice, words, styles }: Draft,
  rows: readonly TotalRow[],
  top: number,
): number {
  const left = RIGHT - TOTALS_WIDTH;
  let y = top;
  for (const row of rows) {
    y += ROW;
    if (row.strong) page.rule(left, y - 10.5, TOTALS_WIDTH, styles.rule, 0.5);
    page.text(left, y, row.label, row.strong ? { ...styles.strong, size: 9.2 } : { ...styles.label, size: 9 });
    page.textTo(RIGHT, y, row.value, row.strong ? styles.strong : styles.body);
    y += 1;
  }
  y += 6;
  const height = words.language === 'fr-en' ? 33 : 24;
  page.box(left - 8, y, TOTALS_WIDTH + 8, height, styles.accent);
  const white = '1 1 1';
  words.stacked(CREDIT_CODES.has(invoice.typeCode) ? 'amountCredited' : 'amountDue').forEach((text, line) =>
    page.text(left, y + 15.5 + line * 11, text, {
      size: line === 0 ? 10 : 8.5,
      weight: line === 0 ? 'bold' : 'regular',
      colour: white,
    }),
  );
  const due: TextStyle = { size: 12, weight: 'bold', colour: white };
  page.textTo(RIGHT - 8, y + height / 2 + 4.2, words.money(invoice.totals.amountDue, invoice.currency), due);
  return y + height;
}
