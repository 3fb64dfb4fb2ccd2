import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { PLAIN_MOVES } from '#flows';
import { DISPUTE_CAUSE_CODES, DISPUTE_RESOLUTIONS } from '#receivables';
import { invoiceId } from './find-document.js';
import { fields, listOf, parted, registerGroup, textOf } from './remote-command.js';

const COMMENT = { flags: '--comment <text>', about: 'kept with it' };

export function registerDisputes(program: Command): void {
  registerGroup(program, 'disputes', 'what customers dispute, with owner, clocks and evidence', [
    {
      usage: 'list',
      about: 'disputes, newest first',
      options: [
        { flags: '--open', about: 'only what is not resolved' },
        { flags: '--invoice <number>', about: 'of this invoice' },
      ],
      columns: fields('id', 'invoiceId', 'cause', 'amount', 'currency', 'state', 'owner', 'assignee', 'openedAt'),
      ask: async (gateway, _, given) => {
        const invoice = textOf(given['invoice']);
        return gateway.get('disputes', {
          ...(given['open'] ? { open: 'true' } : {}),
          invoiceId: invoice === undefined ? undefined : await invoiceId(gateway, invoice),
        });
      },
    },
    {
      usage: 'show <dispute>',
      about: 'one with its steps, clocks, allowed moves, evidence and comments',
      ask: (gateway, [id]) => gateway.get(`disputes/${id}`),
    },
    {
      usage: 'open <invoice>',
      about: 'dispute an invoice, lines of it or an amount; the rest stays due',
      changes: true,
      options: [
        { flags: '--cause <cause>', about: 'why', choices: DISPUTE_CAUSE_CODES, isRequired: true },
        { flags: '--amount <amount>', about: 'including VAT; all that is open unless said' },
        { flags: '--line <line=amount...>', about: 'or lines, with what is disputed of each' },
        COMMENT,
      ],
      ask: async (gateway, [name], given) => {
        const lines = listOf(given['line']).map(parted);
        return gateway.post(`invoices/${await invoiceId(gateway, name as string)}/disputes`, {
          ...{ cause: given['cause'], amount: given['amount'], comment: given['comment'] },
          ...(lines.length === 0 ? {} : { lines: lines.map(([lineId, amount]) => ({ lineId, amount })) }),
        });
      },
    },
    {
      usage: 'move <dispute> <move>',
      about: `move it on: ${PLAIN_MOVES.join(', ')}`,
      changes: true,
      options: [{ flags: '--assignee <person>', about: 'who has it now' }, COMMENT],
      ask: (gateway, [id, move], given) =>
        gateway.post(`disputes/${id}/moves`, { move, assignee: given['assignee'], comment: given['comment'] }),
    },
    {
      usage: 'comment <dispute> <text>',
      about: 'add a comment',
      changes: true,
      ask: (gateway, [id, text]) => gateway.post(`disputes/${id}/comments`, { text }),
    },
    {
      usage: 'evidence <dispute> <file>',
      about: 'add a file',
      changes: true,
      ask: (gateway, [id, file]) =>
        gateway.send(
          `disputes/${id}/evidence?fileName=${encodeURIComponent(basename(file as string))}`,
          readFileSync(file as string),
          'application/octet-stream',
        ),
    },
    {
      usage: 'resolve <dispute> <resolution>',
      about: `end it, when its amount is explained: ${Object.keys(DISPUTE_RESOLUTIONS).join(', ')}`,
      changes: true,
      options: [COMMENT],
      ask: (gateway, [id, resolution], given) =>
        gateway.post(`disputes/${id}/resolve`, { resolution, comment: given['comment'] }),
    },
    {
      usage: 'close <dispute>',
      about: 'close a resolved one',
      changes: true,
      ask: (gateway, [id]) => gateway.post(`disputes/${id}/close`),
    },
  ]);
}
