import type { InvoiceLine } from '#invoice';
import { widthOf } from '../fonts/set-text.js';
import { wrap } from '../fonts/wrap.js';
import type { TextStyle } from './canvas.js';
import type { LabelKey } from './labels.table.js';
import { cellsOf, columnsFor, LINE_SIZE, type Cells, type Columns, type SplitNumber } from './line-columns.js';
import { lineDetails } from './line-details.js';
import { LEFT, WIDTH, type Draft, type Sheet } from './sheet.js';

const LEADING = 11.8;
const SMALL_LEADING = 10.2;
/** A row higher than this may run over the end of a page. */
const UNDIVIDED = 300;

/** The invoice lines: numbers stand under each other at their decimal mark, the head is repeated on every page. */
export function drawLineTable(sheet: Sheet, draft: Draft): void {
  const { lines } = draft.invoice;
  if (lines.length === 0) return;
  const cells = lines.map((line) => cellsOf(line, draft));
  const columns = columnsFor(cells, draft);
  const head = (): void => drawHead(sheet, draft, columns);
  sheet.need(70);
  head();
  sheet.withHead(head, () =>
    lines.forEach((line, index) => drawRow(sheet, draft, columns, line, cells[index] as Cells)),
  );
  sheet.y += 12;
}

function drawHead(sheet: Sheet, { words, styles }: Draft, columns: Columns): void {
  const rows = words.stacked('lineNet').length;
  const put = (key: LabelKey, x: number, toRight: boolean): void =>
    words.stacked(key).forEach((text, row) => {
      const y = sheet.y + 8 + row * 9.5;
      if (toRight) sheet.page.textTo(x, y, text, styles.label);
      else sheet.page.text(x, y, text, styles.label);
    });
  put('lineNumber', LEFT, false);
  put('description', columns.description, false);
  put('quantity', columns.quantityTo, true);
  put('unitPrice', columns.priceTo, true);
  put('vat', columns.vatTo, true);
  put('lineNet', columns.netTo, true);
  sheet.y += 4 + rows * 9.5;
  sheet.page.rule(LEFT, sheet.y, WIDTH, styles.accent, 0.9);
  sheet.y += 3;
}

interface DescriptionLine {
  readonly text: string;
  readonly style: TextStyle;
  readonly height: number;
}

function drawRow(sheet: Sheet, draft: Draft, columns: Columns, line: InvoiceLine, cells: Cells): void {
  const { styles } = draft;
  const name: TextStyle = { ...styles.body, size: LINE_SIZE };
  const texts = descriptionLines(line, draft, columns.descriptionWidth, name);
  const ids = wrap(cells.id, columns.idWidth, LINE_SIZE);
  const height = texts.reduce((sum, each) => sum + each.height, 8);
  sheet.need(height < UNDIVIDED ? Math.max(height, ids.length * LEADING + 8) : 60);
  const bottom = sheet.y + ids.length * LEADING;
  ids.forEach((text, row) => sheet.page.text(LEFT, sheet.y + (row + 1) * LEADING - 1.5, text, name));
  drawNumbers(sheet, columns, cells, name);
  const firstPage = sheet.page;
  for (const each of texts) {
    sheet.need(each.height);
    sheet.y += each.height;
    sheet.page.text(columns.description, sheet.y - 1.5, each.text, each.style);
  }
  if (sheet.page === firstPage) sheet.y = Math.max(sheet.y, bottom);
  sheet.y += 3.5;
  sheet.page.rule(LEFT, sheet.y, WIDTH, styles.rule, 0.4);
  sheet.y += 2.5;
}

function descriptionLines(line: InvoiceLine, draft: Draft, width: number, name: TextStyle): DescriptionLine[] {
  const small = draft.styles.small;
  const lines: DescriptionLine[] = [];
  for (const text of wrap(line.item.name, width, name.size)) lines.push({ text, style: name, height: LEADING });
  for (const detail of lineDetails(line, draft)) {
    for (const text of wrap(detail, width, small.size)) lines.push({ text, style: small, height: SMALL_LEADING });
  }
  return lines;
}

function drawNumbers({ page, y }: Sheet, columns: Columns, cells: Cells, style: TextStyle): void {
  const base = y + LEADING - 1.5;
  const atMark = (x: number, [whole, fraction]: SplitNumber): void =>
    page.text(x - widthOf(whole, style.size), base, whole + fraction, style);
  atMark(columns.quantityMark, cells.quantity);
  page.text(columns.unit, base, cells.unit, style);
  atMark(columns.priceMark, cells.price);
  page.textTo(columns.vatTo, base, cells.vat, style);
  page.textTo(columns.netTo, base, cells.net, style);
}
