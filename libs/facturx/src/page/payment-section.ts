import type { PaymentInstructions } from '#invoice';
import { wrap } from '../fonts/wrap.js';
import { epcMatrix } from '../qr/epc.js';
import { PAYMENT_MEANS, type LabelKey } from './labels.table.js';
import { LEFT, RIGHT, WIDTH, type Draft, type Sheet } from './sheet.js';
import type { Words } from './words.js';

const LABEL_WIDTH = 118;
const QR_SIZE = 74;
const LEADING = 12;

/** How and until when to pay: means, account, what to quote, terms, and a QR code where a SEPA transfer is asked for. */
export function drawPayment(sheet: Sheet, draft: Draft): void {
  const { words, styles } = draft;
  const code = epcMatrix(draft.invoice);
  const width = WIDTH - LABEL_WIDTH - (code ? QR_SIZE + 24 : 0);
  const pairs = paymentPairs(draft).map(([key, value, strong]) => ({
    label: words.label(key),
    lines: wrap(value, width, styles.body.size, strong ? 'bold' : 'regular'),
    style: strong ? styles.strong : styles.body,
  }));
  if (pairs.length === 0) return;
  const height = pairs.reduce((sum, pair) => sum + pair.lines.length * LEADING, 16);
  sheet.need(Math.min(400, Math.max(height, code ? QR_SIZE + 24 : 0)));
  const page = sheet.page;
  const top = sheet.y;
  page.text(LEFT, top + 8, words.label('payment'), styles.heading);
  if (code) {
    const unit = QR_SIZE / code.size;
    page.scaled(RIGHT - QR_SIZE, top + 2, unit, '0 0 0', code.operators);
    words
      .stacked('scanToPay')
      .forEach((text, row) => page.textTo(RIGHT, top + QR_SIZE + 12 + row * 9, text, { ...styles.small, size: 7.5 }));
  }
  sheet.y += 12;
  for (const pair of pairs) {
    sheet.need(Math.min(pair.lines.length, 8) * LEADING);
    sheet.page.text(LEFT, sheet.y + LEADING - 1.5, pair.label, styles.label);
    for (const text of pair.lines) {
      sheet.need(LEADING);
      sheet.y += LEADING;
      sheet.page.text(LEFT + LABEL_WIDTH, sheet.y - 1.5, text, pair.style);
    }
  }
  if (code && sheet.page === page)
    sheet.y = Math.max(sheet.y, top + QR_SIZE + 12 + words.stacked('scanToPay').length * 9);
  sheet.y += 14;
}

type Pair = readonly [key: LabelKey, value: string, strong?: boolean];

function paymentPairs({ invoice, words }: Draft): Pair[] {
  const pairs: Pair[] = [];
  const { payment } = invoice;
  if (payment) pairs.push(['means', payment.meansText ?? meansName(payment, words)]);
  if (invoice.dueDate !== undefined) pairs.push(['due', words.date(invoice.dueDate)]);
  for (const transfer of payment?.creditTransfers ?? []) {
    const bic = transfer.serviceProviderId === undefined ? '' : `   BIC ${transfer.serviceProviderId}`;
    pairs.push(['account', accountText(transfer.accountId) + bic, true]);
    if (transfer.accountName !== undefined) pairs.push(['accountName', transfer.accountName]);
  }
  const debit = payment?.directDebit;
  if (debit?.mandateReference !== undefined) pairs.push(['mandate', debit.mandateReference]);
  if (debit?.creditorId !== undefined) pairs.push(['creditor', debit.creditorId]);
  if (debit?.debitedAccountId !== undefined) pairs.push(['debited', accountText(debit.debitedAccountId)]);
  if (payment?.card)
    pairs.push(['card', [payment.card.accountNumber, payment.card.holderName].filter(Boolean).join(', ')]);
  if (payment?.remittanceInformation !== undefined) pairs.push(['remittance', payment.remittanceInformation, true]);
  if (invoice.paymentTerms !== undefined) pairs.push(['terms', words.withDates(invoice.paymentTerms)]);
  return pairs;
}

function meansName(payment: PaymentInstructions, words: Words): string {
  const known = PAYMENT_MEANS[payment.meansCode];
  return known ? words.of(known) : payment.meansCode;
}

/** An IBAN in groups of four (ISO 13616, paper form) with its kind named; another account number as it is. */
function accountText(account: string): string {
  const bare = account.replace(/\s/g, '');
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(bare)) return account;
  return `IBAN ${bare.replace(/(.{4})(?=.)/g, '$1\u00a0')}`;
}
