import type { Command } from 'commander';
import { PAYMENT_MEANS, WRITE_OFF_REASONS } from '#flows';
import { claimId, invoiceId } from './find-document.js';
import { linesGiven, TO_CLAIM, TO_INVOICE } from './entries.commands.js';
import { fields, LANGUAGE, registerGroup, saved, textOf, type Given, type KeyedClient } from './remote-command.js';

const NOTE = { flags: '--note <text>', about: 'why' };
const SOURCE = [
  { flags: '--payment <id>', about: 'money on account' },
  { flags: '--credit <number>', about: 'or a credit note, by number or id' },
];
const TARGET = [
  { flags: '--invoice <number>', about: 'the invoice, by number or id' },
  { flags: '--claim <number>', about: 'or the late-payment claim' },
];
const BOOKED = fields('id', 'kind', 'amount', 'currency', 'bookedOn', 'invoiceId', 'claimId', 'paymentId');

async function source(gateway: KeyedClient, given: Given) {
  const credit = textOf(given['credit']);
  return {
    paymentId: textOf(given['payment']),
    ...(credit === undefined ? {} : { creditInvoiceId: await invoiceId(gateway, credit) }),
  };
}

async function target(gateway: KeyedClient, given: Given) {
  const [invoice, claim] = [textOf(given['invoice']), textOf(given['claim'])];
  return {
    ...(invoice === undefined ? {} : { invoiceId: await invoiceId(gateway, invoice) }),
    ...(claim === undefined ? {} : { claimId: await claimId(gateway, claim) }),
  };
}

const bookings = async (answer: Promise<{ bookings: unknown }>) => (await answer).bookings;

export function registerPayments(program: Command): void {
  registerGroup(program, 'payments', 'money received, on account, tied to documents, given back', [
    {
      usage: 'list <customer>',
      about: "a customer's payments with what of them is free",
      options: [{ flags: '--on-account', about: 'only what is not used up' }],
      columns: fields('paymentId', 'bookedOn', 'amount', 'unallocatedAmount', 'currency', 'entryId'),
      ask: (gateway, [customer], given) =>
        gateway.get('payments', { customerRef: customer, ...(given['onAccount'] ? { onAccount: 'true' } : {}) }),
    },
    {
      usage: 'record <customer> <amount>',
      about: 'a payment by hand (cheque, card, cash …); never bank evidence',
      changes: true,
      options: [
        { flags: '--on <date>', about: 'day it was received', isRequired: true },
        { flags: '--means <means>', about: 'how', choices: PAYMENT_MEANS, isRequired: true },
        { flags: '--currency <code>', about: 'EUR unless said' },
        { flags: '--reference <text>', about: 'cheque number and the like' },
        TO_INVOICE,
        TO_CLAIM,
        NOTE,
      ],
      columns: BOOKED,
      ask: async (gateway, [customerRef, amount], given) =>
        bookings(
          gateway.post('payments', {
            ...{ customerRef, amount, receivedOn: given['on'], means: given['means'], currency: given['currency'] },
            ...{ reference: given['reference'], note: given['note'], lines: await linesGiven(gateway, given) },
          }),
        ),
    },
    {
      usage: 'allocate <amount>',
      about: 'tie money on account or an open credit to an invoice or claim',
      changes: true,
      options: [...SOURCE, ...TARGET, NOTE],
      columns: BOOKED,
      ask: async (gateway, [amount], given) => {
        const body = { ...(await source(gateway, given)), ...(await target(gateway, given)), note: given['note'] };
        return bookings(gateway.post('allocations', { ...body, amount }));
      },
    },
    {
      usage: 'refund <amount>',
      about: 'give money on account or an open credit back',
      changes: true,
      options: [
        ...SOURCE,
        { flags: '--reason <text>', about: 'why', isRequired: true },
        { flags: '--entry <id>', about: 'the debit on the bank account that shows it' },
      ],
      columns: BOOKED,
      ask: async (gateway, [amount], given) =>
        bookings(
          gateway.post('refunds', {
            ...(await source(gateway, given)),
            ...{ amount, reason: given['reason'], entryId: given['entry'] },
          }),
        ),
    },
    {
      usage: 'write-off',
      about: 'give up what is open on an invoice or claim, or a part of it',
      changes: true,
      options: [
        ...TARGET,
        { flags: '--amount <amount>', about: 'all that is open unless said' },
        { flags: '--reason <reason>', about: 'why', choices: WRITE_OFF_REASONS, isRequired: true },
        NOTE,
      ],
      columns: BOOKED,
      ask: async (gateway, _, given) =>
        bookings(
          gateway.post('write-offs', {
            ...(await target(gateway, given)),
            ...{ amount: given['amount'], reason: given['reason'], note: given['note'] },
          }),
        ),
    },
    {
      usage: 'undo <booking>',
      about: 'take one allocation or write-off back',
      changes: true,
      options: [NOTE],
      columns: BOOKED,
      ask: (gateway, [id], given) => bookings(gateway.post(`bookings/${id}/undo`, { note: given['note'] })),
    },
    {
      usage: 'receipt <payment>',
      about: 'a receipt (quittance) for a payment, as PDF',
      changes: true,
      options: [LANGUAGE, { flags: '-o, --output <file>', about: 'receipt.pdf unless said' }],
      ask: async (gateway, [payment], given) => {
        const receipt = await gateway.post<{ id: string; number: string }>(`payments/${payment}/receipt`, {
          language: given['lang'],
        });
        const bytes = gateway.bytes(`payments/${payment}/receipts/${receipt.id}`);
        return { ...receipt, ...(await saved(bytes, textOf(given['output']) ?? 'receipt.pdf')) };
      },
    },
  ]);
}
