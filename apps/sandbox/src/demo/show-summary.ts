import type { GatewayClient } from './gateway-client.js';
import type { Terminal } from './terminal.js';

interface Summary {
  readonly orders: Readonly<Record<string, number>>;
  readonly invoices: Readonly<Record<string, number>>;
  readonly deliveries: Readonly<Record<string, number>>;
  readonly entries: Readonly<Record<string, number>>;
  readonly disputesOpen: number;
  readonly paidInvoices: number;
  readonly receivables: readonly {
    readonly currency: string;
    readonly openAmount: string;
    readonly openCount: number;
    readonly dso: { readonly simple?: number; readonly countback?: number; readonly bestPossible?: number };
  }[];
}

export interface Addresses {
  readonly url: string;
  readonly files: string;
  readonly keyFile: string;
  readonly log: string;
}

/** The closing picture: figures from the gateway, and where to look further. */
export async function showSummary(client: GatewayClient, terminal: Terminal, addresses: Addresses): Promise<void> {
  const summary = await client.get<Summary>('/v1/summary');
  const { orders, invoices, deliveries, entries } = summary;
  const read = Object.values(orders).reduce((sum, count) => sum + count, 0);
  const n = (value: number | undefined) => String(value ?? 0);
  terminal.line('');
  terminal.line(terminal.strong(terminal.words('summary') as string));
  terminal.row('orders', `${read} / ${n(orders['rejected'])} / ${n(orders['held'])}`);
  terminal.row('issued', `${n(invoices['invoice'])} / ${n(invoices['credit-note'])}`);
  terminal.row(
    'delivered',
    `${n(deliveries['delivered'])} / ${n(deliveries['refused'])} / ${n(deliveries['waiting'])}`,
  );
  terminal.row('entries', `${n(entries['allocated'])} / ${n(entries['proposed'])} / ${n(entries['unmatched'])}`);
  const open = summary.receivables.reduce((sum, each) => sum + each.openCount, 0);
  terminal.row('cash', `${summary.paidInvoices} / ${open}`);
  terminal.row('disputes', String(summary.disputesOpen));
  for (const { currency, openAmount, dso } of summary.receivables) {
    terminal.row('openAmount', `${openAmount} ${currency}`);
    const days = [dso.simple, dso.countback, dso.bestPossible].map((value) =>
      value === undefined ? '–' : value.toFixed(1),
    );
    terminal.row('dso', `${days.join(' / ')} ${terminal.words('days')}`);
  }
  terminal.line('');
  terminal.row('docs', `${addresses.url}/docs`);
  terminal.row('metrics', `${addresses.url}/metrics`);
  terminal.row('files', addresses.files);
  terminal.row('key', addresses.keyFile);
  terminal.row('log', addresses.log);
  terminal.line('');
}
