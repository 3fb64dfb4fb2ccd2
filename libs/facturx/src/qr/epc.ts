import type { Invoice } from '#invoice';
import { CREDIT_CODES } from '../page/labels.table.js';
import { encodeQr, type QrSymbol } from './qr-code.js';

/** A QR symbol as PDF operators: one unit a module, y downward; `size` modules a side. */
export interface QrDrawing {
  readonly size: number;
  readonly operators: string;
}

const TRANSFERS: ReadonlySet<string> = new Set(['30', '58']);

/**
 * The QR code of a SEPA credit transfer (EPC069-12 v3.1, version 002, UTF-8), or undefined where the invoice asks for no
 * such transfer: another currency, no IBAN, nothing to pay, a credit note.
 */
export function epcMatrix(invoice: Invoice): QrDrawing | undefined {
  const text = epcText(invoice);
  return text === undefined ? undefined : drawing(encodeQr(Buffer.from(text, 'utf8')));
}

/** The payload: service tag, version, character set, identification, BIC, name, IBAN, amount, purpose, reference, text. */
export function epcText(invoice: Invoice): string | undefined {
  const { payment, totals } = invoice;
  const transfer = payment?.creditTransfers[0];
  if (!payment || !transfer || !TRANSFERS.has(payment.meansCode)) return undefined;
  if (invoice.currency !== 'EUR' || CREDIT_CODES.has(invoice.typeCode)) return undefined;
  const iban = transfer.accountId.replace(/\s/g, '');
  const amount = totals.amountDue.rounded(2);
  const payable = totals.amountDue.isPositive() && amount.equals(totals.amountDue) && amount.toString().length <= 12;
  if (!payable || !/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(iban)) return undefined;
  const bic = transfer.serviceProviderId?.replace(/\s/g, '') ?? '';
  const name = transfer.accountName ?? invoice.payee?.name ?? invoice.seller.name;
  const reference = payment.remittanceInformation ?? invoice.number;
  return [
    'BCD',
    '002',
    '1',
    'SCT',
    /^[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/.test(bic) ? bic : '',
    oneLine(name, 70),
    iban,
    `EUR${amount.toString()}`,
    '',
    '',
    oneLine(reference, 140),
  ].join('\n');
}

const oneLine = (text: string, length: number): string =>
  [...text.replace(/\s+/g, ' ').trim()].slice(0, length).join('');

/** The symbol as an image mask of one bit a cell, 0 being dark (ISO 32000-1, 8.9.6.2); rows are filled up to whole bytes. */
function drawing({ size, cells }: QrSymbol): QrDrawing {
  const stride = (size + 7) >> 3;
  const rows = Buffer.alloc(stride * size, 0xff);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const at = y * stride + (x >> 3);
      if (cells[y * size + x] === 1) rows[at] = (rows[at] as number) & ~(0x80 >> (x & 7));
    }
  }
  const image = `BI/W ${size}/H ${size}/IM true/BPC 1/F/AHx ID ${rows.toString('hex')}> EI`;
  return { size, operators: `${size} 0 0 ${-size} 0 ${size} cm ${image}` };
}
