import type { Command } from 'commander';
import { invoiceId } from './find-document.js';
import { fields, listOf, parted, registerGroup, type Given, type Row } from './remote-command.js';

const REASON = { flags: '--reason <text>', about: 'printed on the document', isRequired: true };
const CHANGES = [
  REASON,
  { flags: '--quantity <line=quantity...>', about: 'other quantities by line; 0 takes the line out' },
  { flags: '--price <line=price...>', about: 'other net prices by line' },
  { flags: '--order <reference>', about: 'other purchase order reference (BT-13)' },
  { flags: '--buyer-reference <reference>', about: 'other buyer reference (BT-10)' },
  { flags: '--due <date>', about: 'other due date (BT-9)' },
];
const MADE = fields('id', 'number', 'typeCode', 'amountDue');

const documents = async (answer: Promise<Row>) => (await answer)['documents'];

function changes(given: Given) {
  const lines = new Map<string, Record<string, string>>();
  for (const [name, key] of [
    ['quantity', 'quantity'],
    ['price', 'netPrice'],
  ] as const) {
    for (const [id, value] of listOf(given[name]).map(parted)) lines.set(id, { ...lines.get(id), [key]: value });
  }
  return {
    reason: given['reason'],
    ...(lines.size === 0 ? {} : { lines: [...lines].map(([id, line]) => ({ id, ...line })) }),
    ...{ purchaseOrderReference: given['order'], buyerReference: given['buyerReference'], dueDate: given['due'] },
  };
}

export function registerCorrect(program: Command): void {
  registerGroup(program, 'correct', 'credit notes, corrective invoices, cancellation with reissue, gestures', [
    {
      usage: 'credit-note <invoice>',
      about: 'a credit note (381) for the whole, for lines, or over an amount including VAT',
      changes: true,
      options: [
        REASON,
        { flags: '--line <line=quantity...>', about: 'these lines, in these quantities' },
        { flags: '--amount <amount>', about: 'or this amount, over all VAT rates' },
      ],
      columns: MADE,
      ask: async (gateway, [name], given) => {
        const lines = listOf(given['line']).map(parted);
        const made = await gateway.post(`invoices/${await invoiceId(gateway, name as string)}/credit-notes`, {
          ...{ reason: given['reason'], amount: given['amount'] },
          ...(lines.length === 0 ? {} : { lines: lines.map(([lineId, quantity]) => ({ lineId, quantity })) }),
        });
        return [made];
      },
    },
    {
      usage: 'corrective <invoice>',
      about: 'a corrective invoice (384) that replaces it; what was paid moves over',
      changes: true,
      options: CHANGES,
      columns: MADE,
      ask: async (gateway, [name], given) =>
        documents(gateway.post(`invoices/${await invoiceId(gateway, name as string)}/corrective`, changes(given))),
    },
    {
      usage: 'reissue <invoice>',
      about: 'cancel it by a credit note and issue it anew, both naming it',
      changes: true,
      options: CHANGES,
      columns: MADE,
      ask: async (gateway, [name], given) =>
        documents(
          gateway.post(`invoices/${await invoiceId(gateway, name as string)}/cancel-and-reissue`, changes(given)),
        ),
    },
    {
      usage: 'gesture <invoice> <amount>',
      about: 'a commercial gesture: a credit note over an amount including VAT',
      changes: true,
      options: [REASON, { flags: '--refund', about: 'give back what no open amount takes' }],
      columns: MADE,
      ask: async (gateway, [name, amount], given) =>
        documents(
          gateway.post(`invoices/${await invoiceId(gateway, name as string)}/goodwill`, {
            ...{ reason: given['reason'], amount, refund: given['refund'] === true },
          }),
        ),
    },
  ]);
}
