import type { Command } from 'commander';
import { invoiceId } from './find-document.js';
import { fields, parted, registerGroup } from './remote-command.js';

const NOTE = { flags: '--note <text>', about: 'kept with it' };

export function registerPlans(program: Command): void {
  registerGroup(program, 'plans', 'payment plans: instalments with their own due dates', [
    {
      usage: 'make <invoice> <date=amount...>',
      about: 'instalments over all that is open',
      changes: true,
      options: [NOTE],
      ask: async (gateway, [name, ...pairs], given) => {
        const instalments = pairs.map(parted).map(([dueOn, amount]) => ({ dueOn, amount }));
        const id = await invoiceId(gateway, name as string);
        return gateway.post(`invoices/${id}/plans`, { instalments, note: given['note'] });
      },
    },
    {
      usage: 'list <invoice>',
      about: 'plans of an invoice',
      columns: fields('id', 'state', 'amount', 'currency', 'madeBy', 'instalments'),
      ask: async (gateway, [name]) => gateway.get(`invoices/${await invoiceId(gateway, name as string)}/plans`),
    },
    {
      usage: 'cancel <plan>',
      about: "the invoice's own due date counts again",
      changes: true,
      ask: (gateway, [id]) => gateway.post(`plans/${id}/cancel`),
    },
  ]);
}

export function registerPromises(program: Command): void {
  registerGroup(program, 'promises', 'promises to pay, and whether they are kept', [
    {
      usage: 'record <invoice>',
      about: 'what somebody at the customer promised',
      changes: true,
      options: [
        { flags: '--on <date>', about: 'promised day', isRequired: true },
        { flags: '--by <person>', about: 'who promised', isRequired: true },
        {
          flags: '--channel <channel>',
          about: 'how',
          choices: ['phone', 'mail', 'letter', 'meeting', 'portal'],
          isRequired: true,
        },
        { flags: '--amount <amount>', about: 'all that is open unless said' },
        NOTE,
      ],
      ask: async (gateway, [name], given) =>
        gateway.post(`invoices/${await invoiceId(gateway, name as string)}/promises`, {
          ...{ promisedOn: given['on'], madeBy: given['by'], channel: given['channel'] },
          ...{ amount: given['amount'], note: given['note'] },
        }),
    },
    {
      usage: 'list <invoice>',
      about: 'promises with their state',
      columns: fields('promisedOn', 'amount', 'currency', 'state', 'madeBy', 'channel'),
      ask: async (gateway, [name]) => gateway.get(`invoices/${await invoiceId(gateway, name as string)}/promises`),
    },
  ]);
}
