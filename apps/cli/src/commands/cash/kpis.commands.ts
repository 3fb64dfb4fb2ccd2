import type { Command } from 'commander';
import { fields, registerRemote, textOf, type Row } from './remote-command.js';

export function registerKpis(program: Command): void {
  registerRemote(program, {
    usage: 'kpis',
    about: 'key figures of receivables by currency: DSO, ageing, collection, disputes, matching',
    options: [
      { flags: '--to <date>', about: 'last day of the period; today unless said' },
      { flags: '--days <n>', about: 'length of the period; 90 unless said' },
    ],
    ask: (gateway, _, given) => gateway.get<Row>('kpis', { to: textOf(given['to']), days: textOf(given['days']) }),
  });
}

export function registerAgeing(program: Command): void {
  registerRemote(program, {
    usage: 'ageing',
    about: 'open invoices by days past due, on any day',
    options: [
      { flags: '--on <date>', about: 'as of this day; today unless said' },
      { flags: '--customer <customer>', about: 'of this customer alone' },
    ],
    columns: fields('currency', 'bucket', 'amount', 'count'),
    ask: async (gateway, _, given) => {
      const query = { on: textOf(given['on']), customerRef: textOf(given['customer']) };
      const { currencies } = await gateway.get<{ currencies: { currency: string; ageing: Row[] }[] }>('ageing', query);
      return currencies.flatMap(({ currency, ageing }) => ageing.map((bucket) => ({ currency, ...bucket })));
    },
  });
}
