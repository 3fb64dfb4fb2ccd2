import type { Command } from 'commander';
import { DISPUTE_CAUSE_CODES } from '#receivables';
import { claimId, invoiceId } from './find-document.js';
import {
  fields,
  listOf,
  parted,
  registerGroup,
  type Given,
  type KeyedClient,
  type RemoteCommand,
} from './remote-command.js';

export const TO_INVOICE = { flags: '--to <invoice=amount...>', about: 'invoices by number or id, with what each gets' };
export const TO_CLAIM = { flags: '--claim <claim=amount...>', about: 'late-payment claims, with what each gets' };
const CUSTOMER = { flags: '--customer <customer>', about: 'on whose account the rest stays' };
const NOTE = { flags: '--note <text>', about: 'why' };
const ENTRY = fields('id', 'bookedOn', 'amount', 'currency', 'state', 'counterparty');

/** The lines of an allocation, as `--to` and `--claim` give them. */
export async function linesGiven(gateway: KeyedClient, given: Given) {
  const invoices = listOf(given['to']).map(parted);
  const claims = listOf(given['claim']).map(parted);
  return [
    ...(await Promise.all(
      invoices.map(async ([name, amount]) => ({ invoiceId: await invoiceId(gateway, name), amount })),
    )),
    ...(await Promise.all(claims.map(async ([name, amount]) => ({ claimId: await claimId(gateway, name), amount })))),
  ];
}

const split = (usage: string): RemoteCommand => ({
  usage,
  about: 'allocate a bank entry by hand over invoices and claims; the rest stays on account',
  changes: true,
  options: [TO_INVOICE, TO_CLAIM, CUSTOMER],
  ask: async (gateway, [entry], given) => {
    const lines = await linesGiven(gateway, given);
    return gateway.post(`entries/${entry}/allocate`, { lines, customerRef: given['customer'] });
  },
});

export function registerEntries(program: Command): void {
  registerGroup(program, 'entries', 'lines of bank statements and what became of them', [
    {
      usage: 'list',
      about: 'bank entries, newest first',
      options: [
        {
          flags: '--state <state>',
          about: 'only these',
          choices: ['new', 'allocated', 'proposed', 'unmatched', 'ignored', 'held'],
        },
        { flags: '--limit <n>', about: '50 unless said' },
      ],
      columns: ENTRY,
      ask: (gateway, _, given) =>
        gateway.get('entries', {
          state: String(given['state'] ?? '') || undefined,
          limit: Number(given['limit'] ?? 50),
        }),
    },
    {
      usage: 'show <entry>',
      about: 'everything the bank said, with bookings and proposals',
      ask: (gateway, [entry]) => gateway.get(`entries/${entry}`),
    },
    split('allocate <entry>'),
    {
      usage: 'undo <entry>',
      about: 'take back everything an entry did',
      changes: true,
      options: [NOTE],
      ask: (gateway, [entry], given) => gateway.post(`entries/${entry}/undo`, { note: given['note'] }),
    },
    {
      usage: 'take-back <debit> <receipt>',
      about: 'say which receipt a debit takes back (chargeback, bounced cheque)',
      changes: true,
      options: [NOTE],
      ask: (gateway, [debit, receiptId], given) =>
        gateway.post(`entries/${debit}/take-back`, { receiptId, note: given['note'] }),
    },
    {
      usage: 'same <entry> <others...>',
      about: 'say that an entry is money other entries stand for already',
      changes: true,
      ask: (gateway, [entry, ...sameAs]) => gateway.post(`entries/${entry}/same`, { sameAs }),
    },
    {
      usage: 'release <entry>',
      about: 'say that a held entry is money of its own: it is matched now',
      changes: true,
      ask: (gateway, [entry]) => gateway.post(`entries/${entry}/release`),
    },
  ]);
}

export function registerProposals(program: Command): void {
  registerGroup(program, 'proposals', 'what the machine proposes but does not dare', [
    {
      usage: 'list',
      about: 'proposals, newest first',
      options: [{ flags: '--state <state>', about: 'open unless said', choices: ['open', 'accepted', 'rejected'] }],
      columns: fields('id', 'entryId', 'rank', 'level', 'state', 'lines'),
      ask: (gateway, _, given) => gateway.get('proposals', { state: String(given['state'] ?? 'open') }),
    },
    {
      usage: 'accept <proposal>',
      about: 'allocate as proposed',
      changes: true,
      options: [
        {
          flags: '--shortfall <kind>',
          about: 'what becomes of a part left open; due unless said',
          choices: ['discount', 'bank-charge', 'tolerance', 'dispute'],
        },
        { flags: '--cause <cause>', about: 'of the dispute', choices: DISPUTE_CAUSE_CODES },
      ],
      ask: (gateway, [proposal], given) =>
        gateway.post(
          `proposals/${proposal}/accept`,
          given['shortfall'] === undefined ? {} : { shortfall: { kind: given['shortfall'], cause: given['cause'] } },
        ),
    },
    {
      usage: 'reject <proposal>',
      about: 'put a proposal aside',
      changes: true,
      ask: (gateway, [proposal]) => gateway.post(`proposals/${proposal}/reject`),
    },
    split('split <entry>'),
  ]);
}
