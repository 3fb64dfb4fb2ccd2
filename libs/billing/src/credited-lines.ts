import { Decimal } from '#kernel';
import { currencyDecimals, type Allowance, type Invoice, type InvoiceLine, type LineAllowance } from '#invoice';
import type { CreditedParts } from './credit-note.js';
import type { DraftNotebook } from './draft-notebook.js';

interface WantedLine {
  readonly id: string;
  readonly quantity?: Decimal;
}

/** Credits lines whole or in part; document allowances and charges follow in the share of their VAT rate that is credited. */
export function creditedLines(
  invoice: Invoice,
  wanted: readonly WantedLine[],
  notebook: DraftNotebook,
): CreditedParts | undefined {
  const places = currencyDecimals(invoice.currency);
  if (wanted.length === 0 || new Set(wanted.map((one) => one.id)).size !== wanted.length) {
    notebook.fault(
      'CREDIT_LINES',
      ['lines'],
      wanted.length,
      {
        en: 'Lines to credit must be named, each once.',
        fr: 'Les lignes à créditer doivent être citées, une fois chacune.',
      },
      { en: 'Name the lines by their identifiers (BT-126).', fr: 'Citez les lignes par leur identifiant (BT-126).' },
    );
    return undefined;
  }
  const lines = wanted.flatMap(({ id, quantity }, index) => {
    const line = invoice.lines.find((one) => one.id === id);
    if (!line) lineUnknown(id, index, invoice.number, notebook);
    else if (quantity && !isPartOf(quantity, line.quantity)) quantityBeyond(line, quantity, index, notebook);
    else return [quantity && !quantity.equals(line.quantity) ? partOfLine(line, quantity, places) : line];
    return [];
  });
  const share = (part: Allowance): Allowance[] => {
    const credited = netOf(lines, part);
    const billed = netOf(invoice.lines, part);
    if (billed.isZero() || credited.isZero()) return [];
    return credited.equals(billed) ? [part] : [shared(part, credited, billed, places)];
  };
  return { lines, allowances: invoice.allowances.flatMap(share), charges: invoice.charges.flatMap(share) };
}

/** Same sign and not more. */
function isPartOf(quantity: Decimal, of: Decimal): boolean {
  return !quantity.isZero() && quantity.isNegative() === of.isNegative() && !quantity.abs().greaterThan(of.abs());
}

function partOfLine(line: InvoiceLine, quantity: Decimal, places: number): InvoiceLine {
  const scaled = (part: LineAllowance) => shared(part, quantity, line.quantity, places);
  const allowances = line.allowances.map(scaled);
  const charges = line.charges.map(scaled);
  const base = quantity.times(line.price.netPrice).dividedBy(line.price.baseQuantity ?? Decimal.ONE, places);
  const sum = (parts: readonly LineAllowance[]) => Decimal.sum(parts.map((part) => part.amount));
  return {
    ...line,
    quantity,
    allowances,
    charges,
    netAmount: base.minus(sum(allowances)).plus(sum(charges)).rounded(places),
  };
}

function shared<T extends LineAllowance>(part: T, numerator: Decimal, denominator: Decimal, places: number): T {
  const scale = (amount: Decimal) => amount.times(numerator).dividedBy(denominator, places);
  const { baseAmount } = part;
  return { ...part, amount: scale(part.amount), ...(baseAmount ? { baseAmount: scale(baseAmount) } : {}) };
}

/** Net of the lines that carry the VAT category and rate of a document allowance or charge. */
function netOf(lines: readonly InvoiceLine[], part: Allowance): Decimal {
  const rate = part.vatRate ?? Decimal.ZERO;
  return Decimal.sum(
    lines
      .filter((line) => line.vat.category === part.vatCategory && (line.vat.rate ?? Decimal.ZERO).equals(rate))
      .map((line) => line.netAmount),
  );
}

function lineUnknown(id: string, index: number, number: string, notebook: DraftNotebook): void {
  notebook.fault(
    'CREDIT_LINE_UNKNOWN',
    ['lines', index, 'id'],
    id,
    { en: `Invoice ${number} has no such line.`, fr: `La facture ${number} n'a pas cette ligne.` },
    {
      en: 'Use a line identifier of the invoice (BT-126).',
      fr: 'Utilisez un identifiant de ligne de la facture (BT-126).',
    },
  );
}

function quantityBeyond(line: InvoiceLine, quantity: Decimal, index: number, notebook: DraftNotebook): void {
  notebook.fault(
    'CREDIT_QUANTITY',
    ['lines', index, 'quantity'],
    quantity,
    {
      en: `Line ${line.id} was billed for ${line.quantity.toString()}.`,
      fr: `La ligne ${line.id} a été facturée pour ${line.quantity.toString()}.`,
    },
    { en: 'Credit no more than was billed.', fr: 'Ne créditez pas plus que la quantité facturée.' },
  );
}
