import type { EReport } from '#ereporting';
import type { XmlDocument } from '#xml';
import type { ReadFault, Unread } from './read-report.js';
import { Reading } from './reader.js';
import { flux10Plan } from './write-flux10.js';

export interface Flux10Report {
  /** Undefined when the root element is not that of an e-report; otherwise as much as could be read, lists always there. */
  readonly report: EReport | undefined;
  /** What has no place in the model: the first 10,000; `unreadCount` is the number of all. */
  readonly unread: readonly Unread[];
  readonly unreadCount: number;
  /** Values that are not of their term's type. */
  readonly faults: readonly ReadFault[];
}

/** Reads an e-report (Flux 10) into the model. Never throws; judges nothing. */
export function readFlux10(document: XmlDocument): Flux10Report {
  const { root } = document;
  if (root.name !== 'Report' || root.uri !== '') return { report: undefined, unread: [], unreadCount: 0, faults: [] };
  const reading = new Reading({});
  reading.element(root, flux10Plan().root, reading.invoice);
  const { unread, unreadCount, faults } = reading;
  return { report: withLists(reading.invoice), unread, unreadCount, faults };
}

/** Lists that have no member are left out by the reader. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  '': [],
  transactions: ['invoices', 'days'],
  payments: ['invoices', 'days'],
  'transactions.invoices': [
    'notes',
    'precedingInvoices',
    'deliveries',
    'allowances',
    'charges',
    'vatBreakdown',
    'lines',
  ],
  'transactions.invoices.lines': ['notes', 'allowances', 'charges'],
  'transactions.days': ['vatBreakdown'],
  'payments.invoices': ['subTotals'],
  'payments.days': ['subTotals'],
};

function withLists(read: object): EReport {
  return complete(read, '') as EReport;
}

function complete(value: unknown, path: string): unknown {
  if (Array.isArray(value)) return value.map((item) => complete(item, path));
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const lists = Object.fromEntries((LISTS[path] ?? []).map((name) => [name, [] as unknown[]]));
  const members = Object.entries(value).map(([name, member]: [string, unknown]) => [
    name,
    complete(member, path === '' ? name : `${path}.${name}`),
  ]);
  return { ...lists, ...Object.fromEntries(members) };
}
