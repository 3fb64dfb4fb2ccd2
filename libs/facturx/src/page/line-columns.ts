import type { InvoiceLine } from '#invoice';
import { widthOf } from '../fonts/set-text.js';
import type { LabelKey } from './labels.table.js';
import { LEFT, RIGHT, type Draft } from './sheet.js';
import { UNITS } from './units.table.js';

/** Size of the numbers and item names in the table of lines. */
export const LINE_SIZE = 9.2;
const PAD = 11;

/** A number in two parts, so that a column can stand at its decimal mark. */
export type SplitNumber = readonly [whole: string, fraction: string];

export interface Cells {
  readonly id: string;
  readonly quantity: SplitNumber;
  readonly unit: string;
  readonly price: SplitNumber;
  readonly vat: string;
  readonly net: string;
}

/** Left edges of the text columns, right edges (`…To`) and decimal marks (`…Mark`) of the number columns, in points. */
export interface Columns {
  readonly idWidth: number;
  readonly description: number;
  readonly descriptionWidth: number;
  readonly quantityMark: number;
  readonly unit: number;
  readonly quantityTo: number;
  readonly priceMark: number;
  readonly priceTo: number;
  readonly vatTo: number;
  readonly netTo: number;
}

export function cellsOf(line: InvoiceLine, { words, invoice }: Draft): Cells {
  const unit = UNITS[line.unitCode];
  const mark = words.language === 'en' ? '.' : ',';
  const split = (text: string): SplitNumber => {
    const at = text.lastIndexOf(mark);
    return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at)];
  };
  const { category, rate } = line.vat;
  const percent = rate === undefined ? '' : words.percent(rate);
  return {
    id: line.id,
    quantity: split(words.number(line.quantity)),
    unit: unit ? (words.lines(unit)[0] as string) : line.unitCode,
    price: split(words.amount(line.price.netPrice, invoice.currency)),
    vat: category === 'S' && percent !== '' ? percent : `${category}\u00a0${percent}`.trimEnd(),
    net: words.amount(line.netAmount, invoice.currency),
  };
}

/** Gives each column the room its widest cell needs and the description the rest. */
export function columnsFor(cells: readonly Cells[], draft: Draft): Columns {
  const heading = (key: LabelKey): number =>
    Math.max(...draft.words.stacked(key).map((text) => widthOf(text, draft.styles.label.size)));
  const quantity = splitWidths(cells.map((cell) => cell.quantity));
  const price = splitWidths(cells.map((cell) => cell.price));
  const unitWidth = widest(cells.map((cell) => cell.unit));
  const idWidth = Math.min(52, Math.max(heading('lineNumber'), widest(cells.map((cell) => cell.id)) + 0.5));
  const vatTo = RIGHT - Math.max(heading('lineNet'), widest(cells.map((cell) => cell.net))) - PAD;
  const priceTo = vatTo - Math.max(heading('vat'), widest(cells.map((cell) => cell.vat))) - PAD;
  const quantityTo = priceTo - Math.max(heading('unitPrice'), price.whole + price.fraction) - PAD;
  const unit = quantityTo - unitWidth;
  const quantityStart = Math.min(unit - 3 - quantity.whole - quantity.fraction, quantityTo - heading('quantity'));
  const description = LEFT + idWidth + PAD;
  return {
    idWidth,
    description,
    descriptionWidth: Math.max(80, quantityStart - PAD - description),
    quantityMark: unit - 3 - quantity.fraction,
    unit,
    quantityTo,
    priceMark: priceTo - price.fraction,
    priceTo,
    vatTo,
    netTo: RIGHT,
  };
}

function widest(texts: readonly string[]): number {
  let width = 0;
  for (const text of texts) width = Math.max(width, widthOf(text, LINE_SIZE));
  return width;
}

function splitWidths(numbers: readonly SplitNumber[]): { whole: number; fraction: number } {
  return { whole: widest(numbers.map(([whole]) => whole)), fraction: widest(numbers.map(([, fraction]) => fraction)) };
}
