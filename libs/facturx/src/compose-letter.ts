import type { LocalDate } from '#kernel';
import { writeHybrid } from './container/hybrid-file.js';
import type { Branding } from './compose.js';
import { readLogo } from './image/logo.js';
import { wrap } from './fonts/wrap.js';
import { PAGE_HEIGHT, PAGE_WIDTH, type TextStyle } from './page/canvas.js';
import { colourOf, DEFAULT_COLOUR } from './page/colour.js';
import { BOTTOM, LEFT, RIGHT, Sheet, stylesFor, WIDTH, type Styles } from './page/sheet.js';
import { Words } from './page/words.js';

/** A column of a table: its share of the width, its heading, and where its text stands. */
export interface LetterColumn {
  readonly heading: string;
  readonly share: number;
  readonly align?: 'left' | 'right';
}

/** What stands on a letter, from top to bottom. Texts are ready to be printed: words, dates and amounts in its language. */
export type LetterBlock =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [label: string, value: string])[] }
  | {
      readonly kind: 'table';
      readonly columns: readonly LetterColumn[];
      readonly rows: readonly (readonly string[])[];
      /** Rows printed bold at the end. */
      readonly totals?: readonly (readonly string[])[];
    };

export interface LetterInput {
  readonly language: 'fr' | 'en';
  readonly title: string;
  readonly sender: readonly string[];
  readonly recipient: readonly string[];
  readonly writtenOn: LocalDate;
  readonly blocks: readonly LetterBlock[];
  readonly createdAt: Date;
  readonly branding?: Branding;
}

const LINE = 12.5;
const GAP = 10;

/**
 * A letter, statement or receipt as PDF/A-3U, on the page that invoices are printed on. Equal input gives equal bytes. A table may
 * run over pages and repeats its heading.
 * @throws FacteurError category input: `FACTURX.GLYPH_MISSING`, `FACTURX.COLOUR`, `FACTURX.LOGO`.
 */
export function composeLetter(input: LetterInput): Uint8Array {
  const styles = stylesFor(colourOf(input.branding?.colour ?? DEFAULT_COLOUR));
  const logo = input.branding?.logo && readLogo(input.branding.logo);
  const sheet = new Sheet((target) => {
    target.page.text(LEFT, target.y + 8, input.title, styles.small);
    target.y += 24;
  });
  drawHead(sheet, input, styles, logo);
  for (const block of input.blocks) draw(sheet, block, styles);
  sheet.pages.forEach((page, at) => {
    page.textTo(RIGHT, BOTTOM + 34, `${at + 1} / ${sheet.pages.length}`, styles.small);
  });
  return writeHybrid({
    pages: sheet.pages.map((page) => page.content()),
    pageSize: [PAGE_WIDTH, PAGE_HEIGHT],
    fonts: [...sheet.fonts.values()].sort((left, right) => (left.name < right.name ? -1 : 1)),
    logo,
    attachments: [],
    title: input.title,
    author: input.sender[0] ?? '',
    subject: input.title,
    language: input.language,
    createdAt: input.createdAt,
  });
}

function drawHead(
  sheet: Sheet,
  input: LetterInput,
  styles: Styles,
  logo: ReturnType<typeof readLogo> | undefined,
): void {
  const words = new Words(input.language);
  let top = sheet.y;
  if (logo) {
    const scale = Math.min(120 / logo.width, 48 / logo.height);
    sheet.page.image(LEFT, top, logo.width * scale, logo.height * scale, 'Logo');
    top += 56;
  }
  const left = lines(sheet, LEFT, top, input.sender, styles, WIDTH / 2 - 20);
  const right = lines(sheet, LEFT + WIDTH / 2 + 20, top + 24, input.recipient, styles, WIDTH / 2 - 20);
  sheet.page.textTo(RIGHT, sheet.y + 8, words.date(input.writtenOn), styles.small);
  sheet.y = Math.max(left, right) + 28;
  sheet.page.text(LEFT, sheet.y, input.title, { size: 15, weight: 'bold', colour: styles.accent });
  sheet.y += 20;
}

/** Lines of an address, the first one bold; answers where they end. */
function lines(sheet: Sheet, x: number, top: number, texts: readonly string[], styles: Styles, width: number): number {
  let y = top + 10;
  texts.forEach((text, at) => {
    const style = at === 0 ? styles.strong : styles.body;
    for (const line of wrap(text, width, style.size, style.weight)) {
      sheet.page.text(x, y, line, style);
      y += LINE;
    }
  });
  return y;
}

function draw(sheet: Sheet, block: LetterBlock, styles: Styles): void {
  switch (block.kind) {
    case 'heading':
      sheet.need(48);
      sheet.y += GAP;
      sheet.page.text(LEFT, sheet.y + 8, block.text, { ...styles.heading, size: 11 });
      sheet.y += LINE + 8;
      return;
    case 'paragraph':
      return drawParagraph(sheet, block.text, styles.body);
    case 'facts':
      for (const [label, value] of block.rows) drawFact(sheet, label, value, styles);
      sheet.y += GAP;
      return;
    case 'table':
      return drawTable(sheet, block, styles);
  }
}

function drawParagraph(sheet: Sheet, text: string, style: TextStyle): void {
  for (const line of wrap(text, WIDTH, style.size, style.weight)) {
    sheet.need(LINE);
    sheet.page.text(LEFT, sheet.y + 9, line, style);
    sheet.y += LINE;
  }
  sheet.y += GAP;
}

function drawFact(sheet: Sheet, label: string, value: string, styles: Styles): void {
  const values = wrap(value, WIDTH - 180, styles.body.size);
  sheet.need(LINE * Math.max(1, values.length));
  sheet.page.text(LEFT, sheet.y + 9, label, styles.small);
  for (const line of values.length === 0 ? [''] : values) {
    sheet.page.text(LEFT + 180, sheet.y + 9, line, styles.body);
    sheet.y += LINE;
  }
}

type Table = Extract<LetterBlock, { kind: 'table' }>;

function drawTable(sheet: Sheet, table: Table, styles: Styles): void {
  const head = (target: Sheet): void => {
    target.page.box(LEFT, target.y, WIDTH, 18, styles.tint);
    drawCells(
      target,
      table,
      table.columns.map((column) => column.heading),
      styles.heading,
      target.y + 12,
    );
    target.y += 22;
  };
  sheet.need(60);
  head(sheet);
  sheet.withHead(head, () => {
    for (const row of table.rows) drawRow(sheet, table, row, styles.smallInk, styles);
    for (const row of table.totals ?? []) drawRow(sheet, table, row, { ...styles.smallInk, weight: 'bold' }, styles);
  });
  sheet.y += GAP;
}

function drawRow(sheet: Sheet, table: Table, row: readonly string[], style: TextStyle, styles: Styles): void {
  const cells = row.map((text, at) => wrap(text, widthOf(table, at) - 8, style.size, style.weight));
  const height = Math.max(1, ...cells.map((cell) => cell.length)) * 11 + 5;
  sheet.need(height);
  const depth = Math.max(0, ...cells.map((cell) => cell.length));
  for (let at = 0; at < depth; at += 1) {
    drawCells(
      sheet,
      table,
      cells.map((cell) => cell[at] ?? ''),
      style,
      sheet.y + 9 + at * 11,
    );
  }
  sheet.y += height;
  sheet.page.rule(LEFT, sheet.y - 1, WIDTH, styles.rule);
}

function drawCells(sheet: Sheet, table: Table, texts: readonly string[], style: TextStyle, y: number): void {
  let x = LEFT;
  texts.forEach((text, at) => {
    const width = widthOf(table, at);
    if (table.columns[at]?.align === 'right') sheet.page.textTo(x + width - 4, y, text, style);
    else sheet.page.text(x + 4, y, text, style);
    x += width;
  });
}

function widthOf(table: Table, at: number): number {
  const total = table.columns.reduce((sum, column) => sum + column.share, 0);
  return (WIDTH * (table.columns[at]?.share ?? 0)) / total;
}
