import { wrap } from '../fonts/wrap.js';
import { identifierText } from './parties.js';
import { TAX_POINT_CODES, type LabelKey } from './labels.table.js';
import { LEFT, WIDTH, type Draft, type Sheet } from './sheet.js';

const GAP = 28;
const COLUMN = (WIDTH - GAP) / 2;
const LEADING = 11.5;

/** Label and value of every reference the invoice carries, in two columns. */
export function drawReferences(sheet: Sheet, draft: Draft): void {
  const { styles, words } = draft;
  const pairs = referencePairs(draft).map(([key, value]) => ({
    label: wrap(words.label(key), COLUMN * 0.45, styles.label.size),
    value: wrap(value, COLUMN * 0.55 - 6, styles.smallInk.size),
  }));
  if (pairs.length === 0) return;
  sheet.need(40);
  sheet.page.text(LEFT, sheet.y + 8, words.label('references'), styles.heading);
  sheet.y += 12;
  for (let index = 0; index < pairs.length; index += 2) {
    const row = pairs.slice(index, index + 2);
    const lines = Math.max(...row.map((pair) => Math.max(pair.label.length, pair.value.length)));
    sheet.need(lines * LEADING);
    row.forEach((pair, column) => {
      const x = LEFT + column * (COLUMN + GAP);
      pair.label.forEach((text, line) => sheet.page.text(x, sheet.y + (line + 1) * LEADING - 1, text, styles.label));
      pair.value.forEach((text, line) =>
        sheet.page.text(x + COLUMN * 0.45, sheet.y + (line + 1) * LEADING - 1, text, styles.smallInk),
      );
    });
    sheet.y += lines * LEADING + 1;
  }
  sheet.y += 12;
}

function referencePairs({ invoice, words }: Draft): [LabelKey, string][] {
  const pairs: [LabelKey, string][] = [];
  const add = (key: LabelKey, value: string | undefined): void => {
    if (value !== undefined && value !== '') pairs.push([key, value]);
  };
  for (const origin of invoice.precedingInvoices) {
    const date = origin.issueDate === undefined ? '' : ` ${words.label('issuedOn')} ${words.date(origin.issueDate)}`;
    add('precedingInvoice', origin.number + date);
  }
  add('buyerReference', invoice.buyerReference);
  add('purchaseOrder', invoice.purchaseOrderReference);
  add('salesOrder', invoice.salesOrderReference);
  add('contract', invoice.contractReference);
  add('project', invoice.projectReference);
  add('tender', invoice.tenderReference);
  add('despatchAdvice', invoice.despatchAdviceReference);
  add('receivingAdvice', invoice.receivingAdviceReference);
  add(
    'invoicedObject',
    invoice.invoicedObject && identifierText(invoice.invoicedObject, words).replace(/^[^:]*: /, ''),
  );
  add('accountingReference', invoice.buyerAccountingReference);
  add('delivered', invoice.delivery?.date && words.date(invoice.delivery.date));
  add('period', invoice.period && words.range(invoice.period.start, invoice.period.end));
  const code = invoice.taxPointDateCode === undefined ? undefined : TAX_POINT_CODES[invoice.taxPointDateCode];
  add('taxPoint', invoice.taxPointDate ? words.date(invoice.taxPointDate) : code && words.of(code));
  for (const document of invoice.attachments) {
    add('documents', [document.reference, document.description].filter((text) => text !== undefined).join(' – '));
  }
  return pairs;
}
