import { Option, type Command } from 'commander';
import { FacteurError } from '#kernel';
import { gatewayClient, withGatewayOptions, type GatewayClient, type GatewayOptions } from '../gateway-client.js';
import { plain, type OutputFormat } from '../show.js';
import { EVENT_WORDING } from './trace/event-wording.table.js';
import { invoiceIdsOf, storyOf, type EventView, type OrderView } from './trace/order-story.js';

interface TraceOptions extends GatewayOptions {
  readonly format: OutputFormat;
  readonly lang?: 'en' | 'fr';
}

/** Facts of an event that a reader of the story wants; the others are in the JSON. */
const SHOWN = ['source', 'fileName', 'number', 'format', 'partner', 'channel', 'outcome', 'detail', 'status', 'cause'];
const SHOWN_TOO = ['amount', 'currency', 'open', 'resolution', 'problems', 'reasons'];

export function registerTrace(program: Command): void {
  withGatewayOptions(
    program
      .command('trace')
      .description('an order’s story from the timeline: arrival, invoice, deliveries, statuses, payment, disputes')
      .argument('<order>', 'order number, or the order’s id')
      .addOption(new Option('--format <format>', 'how to answer').choices(['text', 'json']).default('text'))
      .addOption(
        new Option('--lang <language>', 'language of the text (default: of the locale)').choices(['en', 'fr']),
      ),
  ).action(async (wanted: string, { format, lang, ...options }: TraceOptions) => {
    const gateway = gatewayClient(options);
    const orders = await ordersOf(gateway, wanted);
    for (const order of orders) {
      const events = await eventsOf(gateway, order);
      const traceId = order.correlationId.replaceAll('-', '');
      if (format === 'json') process.stdout.write(`${JSON.stringify({ order, traceId, events }, null, 2)}\n`);
      else process.stdout.write(storyText(order, traceId, events, lang ?? localeLanguage()));
    }
  });
}

/** The order with this id, or all that came under this number. @throws FacteurError `ORDER.UNKNOWN` (not-found). */
async function ordersOf(gateway: GatewayClient, wanted: string): Promise<OrderView[]> {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(wanted))
    return [await gateway.get<OrderView>(`orders/${encodeURIComponent(wanted)}`)];
  const { items } = await gateway.get<{ items: OrderView[] }>('orders', { orderRef: wanted, limit: 20 });
  if (items.length === 0) throw new FacteurError('ORDER.UNKNOWN', 'not-found', `No order has the number ${wanted}`);
  return items;
}

async function eventsOf(gateway: GatewayClient, order: OrderView): Promise<EventView[]> {
  const get = async (path: string) => (await gateway.get<{ items: EventView[] }>(path)).items;
  const all = await get(`timeline/${encodeURIComponent(order.correlationId)}`);
  for (const id of invoiceIdsOf(storyOf(order, all))) all.push(...(await get(`invoices/${id}/timeline`)));
  return storyOf(order, all);
}

function storyText(order: OrderView, traceId: string, events: readonly EventView[], lang: 'en' | 'fr'): string {
  const words = lang === 'fr' ? ['Commande', 'client', 'état', 'trace'] : ['Order', 'customer', 'state', 'trace'];
  const head = `${words[0]} ${plain(order.orderRef)}  ${words[1]} ${plain(order.customerRef)}  ${words[2]} ${order.state}  ${words[3]} ${traceId}`;
  const first = events[0] ? Date.parse(events[0].at) : 0;
  const lines = events.map((event) => {
    const after = `+${((Date.parse(event.at) - first) / 1000).toFixed(3)} s`;
    const what = EVENT_WORDING[event.type]?.[lang] ?? event.type;
    return `  ${event.at}  ${after.padStart(14)}  ${what.padEnd(30)}  ${factsText(event)}`.trimEnd();
  });
  return `${[head, ...lines].join('\n')}\n`;
}

function factsText({ data }: EventView): string {
  return [...SHOWN, ...SHOWN_TOO]
    .filter((name) => data[name] !== undefined && data[name] !== '')
    .map((name) => `${name}=${plain(textOf(data[name]))}`)
    .join(' ');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function localeLanguage(): 'en' | 'fr' {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return (LC_ALL ?? LC_MESSAGES ?? LANG ?? '').startsWith('fr') ? 'fr' : 'en';
}
