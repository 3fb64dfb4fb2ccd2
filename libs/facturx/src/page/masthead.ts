import { LOGO_NAME } from '../container/hybrid-file.js';
import { wrap } from '../fonts/wrap.js';
import { widthOf } from '../fonts/set-text.js';
import { CREDIT_CODES, titleOf } from './labels.table.js';
import { LEFT, RIGHT, WIDTH, type Draft, type Sheet } from './sheet.js';
import type { TextStyle } from './canvas.js';

const LOGO_BOX = { width: 170, height: 52 };
const TITLE_WIDTH = 270;

/** Logo or seller's name on the left, what the document is and its number on the right, then the band of key facts. */
export function drawMasthead(sheet: Sheet, draft: Draft): void {
  const top = sheet.y;
  const left = drawSender(sheet, draft, top);
  const right = drawTitle(sheet, draft, top);
  sheet.y = Math.max(left, right) + 16;
  drawKeyFacts(sheet, draft);
}

function drawSender(sheet: Sheet, { invoice, styles, logo }: Draft, top: number): number {
  if (logo) {
    const scale = Math.min(LOGO_BOX.width / logo.width, LOGO_BOX.height / logo.height);
    sheet.page.image(LEFT, top, logo.width * scale, logo.height * scale, LOGO_NAME);
    return top + logo.height * scale;
  }
  const style: TextStyle = { size: 14, weight: 'bold', colour: styles.accent };
  const name = invoice.seller.tradingName ?? invoice.seller.name;
  let y = top + 14;
  for (const line of wrap(name, WIDTH - TITLE_WIDTH - 20, style.size, style.weight).slice(0, 3)) {
    sheet.page.text(LEFT, y, line, style);
    y += 17;
  }
  return y - 12;
}

function drawTitle(sheet: Sheet, { invoice, words, styles }: Draft, top: number): number {
  const [main, second] = words.lines(titleOf(invoice.typeCode)) as [string, string?];
  let size = 23;
  while (size > 14 && widthOf(main, size, 'bold') > TITLE_WIDTH) size -= 1;
  let y = top + 17;
  for (const line of wrap(main, TITLE_WIDTH, size, 'bold')) {
    sheet.page.textTo(RIGHT, y, line, { size, weight: 'bold', colour: styles.body.colour });
    y += size + 1;
  }
  if (second !== undefined) {
    sheet.page.textTo(RIGHT, y - 8, second, { size: 12, weight: 'regular', colour: styles.label.colour });
    y += 9;
  }
  const number = wrap(`${words.stacked('number')[0]}\u00a0${invoice.number}`, TITLE_WIDTH, 11, 'bold');
  for (const line of number) {
    sheet.page.textTo(RIGHT, y - 3, line, { size: 11, weight: 'bold', colour: styles.accent });
    y += 14;
  }
  return y - 12;
}

interface KeyFact {
  readonly label: string;
  readonly value: string;
}

function keyFacts({ invoice, words }: Draft): KeyFact[] {
  const facts: KeyFact[] = [{ label: words.label('issued'), value: words.date(invoice.issueDate) }];
  if (invoice.dueDate !== undefined) facts.push({ label: words.label('due'), value: words.date(invoice.dueDate) });
  const origin = invoice.precedingInvoices[0];
  if (origin && (CREDIT_CODES.has(invoice.typeCode) || invoice.typeCode === '384')) {
    facts.push({ label: words.label('precedingInvoice'), value: origin.number });
  } else if (invoice.purchaseOrderReference !== undefined) {
    facts.push({ label: words.label('purchaseOrder'), value: invoice.purchaseOrderReference });
  }
  return facts;
}

function drawKeyFacts(sheet: Sheet, draft: Draft): void {
  const { invoice, words, styles } = draft;
  const height = 42;
  sheet.page.box(LEFT, sheet.y, WIDTH, height, styles.tint);
  sheet.page.box(LEFT, sheet.y, 2.5, height, styles.accent);
  const due = words.money(invoice.totals.amountDue, invoice.currency);
  const dueStyle: TextStyle = { size: 15, weight: 'bold', colour: styles.accent };
  const dueLabel = words.label(CREDIT_CODES.has(invoice.typeCode) ? 'amountCredited' : 'amountDue');
  sheet.page.textTo(RIGHT - 12, sheet.y + 15, dueLabel, styles.label);
  sheet.page.textTo(RIGHT - 12, sheet.y + 32, due, dueStyle);
  const facts = keyFacts(draft);
  const room = WIDTH - 24 - Math.max(widthOf(due, dueStyle.size, 'bold'), widthOf(dueLabel, 8)) - 16;
  const column = room / facts.length;
  facts.forEach((fact, index) => {
    const x = LEFT + 14 + index * column;
    sheet.page.text(x, sheet.y + 15, fact.label, styles.label);
    const [line, more] = wrap(fact.value, column - 10, 10.5, 'bold');
    sheet.page.text(x, sheet.y + 30, more === undefined ? (line ?? '') : `${(line ?? '').slice(0, -1)}…`, {
      ...styles.strong,
      size: 10.5,
    });
  });
  sheet.y += height + 20;
}

/** The line that tells on later pages which document this is. */
export function drawRunningHead(sheet: Sheet, { invoice, words, styles }: Draft): void {
  const text = `${words.of(titleOf(invoice.typeCode))} ${invoice.number} (${words.label('continued')})`;
  const [line] = wrap(text, WIDTH - 180, 8.2);
  sheet.page.text(LEFT, sheet.y + 6, line ?? '', styles.small);
  const [name] = wrap(invoice.seller.name, 170, 8.2);
  sheet.page.textTo(RIGHT, sheet.y + 6, name ?? '', styles.small);
  sheet.page.rule(LEFT, sheet.y + 12, WIDTH, styles.rule);
  sheet.y += 24;
}

/** Footer of every page: who the seller is for the register and the tax office, and page x of y. */
export function drawFooters(sheet: Sheet, { words, styles }: Draft, legal: string): void {
  const count = sheet.pages.length;
  const lines = wrap(legal, WIDTH - 90, 7.5);
  const style: TextStyle = { ...styles.small, size: 7.5 };
  sheet.pages.forEach((page, index) => {
    page.rule(LEFT, 790, WIDTH, styles.rule);
    lines.slice(0, 3).forEach((line, row) => page.text(LEFT, 801 + row * 9.5, line, style));
    const words3 =
      words.language === 'fr-en'
        ? `Page ${index + 1} / ${count}`
        : `${words.label('page')} ${index + 1} ${words.label('of')} ${count}`;
    page.textTo(RIGHT, 801, words3, style);
  });
}
