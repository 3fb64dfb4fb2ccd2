import { AGEING_BUCKETS, JOB_KINDS } from '#ports';

export interface MetricEntry {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly labels: Readonly<Record<string, readonly string[] | 'iso4217' | 'dispute-cause'>>;
  readonly help: string;
  readonly buckets?: readonly number[];
}

/**
 * Every metric of Facteur, once. Labels come from closed lists: no invoice, customer, account or free text ever becomes a
 * label. Counters belong to a process; gauges of the business are read from the store at each scrape, so they are right
 * whatever the number of processes.
 */
export const METRICS = {
  orders: {
    name: 'facteur_orders_total',
    type: 'counter',
    labels: { outcome: ['accepted', 'rejected', 'duplicate', 'conflict', 'held'] },
    help: 'Orders by what became of them at intake, and orders held at billing.',
  },
  invoicesIssued: {
    name: 'facteur_invoices_issued_total',
    type: 'counter',
    labels: { format: ['ubl', 'cii', 'facturx'], type: ['invoice', 'credit-note'] },
    help: 'Invoices and credit notes that got their number.',
  },
  deliveries: {
    name: 'facteur_deliveries_total',
    type: 'counter',
    labels: {
      channel: ['sftp', 'https', 'folder'],
      outcome: ['accepted', 'refused', 'unavailable', 'unknown', 'misconfigured'],
    },
    help: 'Delivery attempts by outcome; an outage (unavailable, unknown) is never a refusal.',
  },
  deliveryDuration: {
    name: 'facteur_delivery_duration_seconds',
    type: 'histogram',
    labels: { channel: ['sftp', 'https', 'folder'] },
    help: 'Duration of one delivery attempt.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  },
  entriesMatched: {
    name: 'facteur_bank_entries_total',
    type: 'counter',
    labels: { outcome: ['allocated', 'proposed', 'unmatched', 'ignored'] },
    help: 'Bank entries by what matching made of them.',
  },
  jobsFinished: {
    name: 'facteur_jobs_finished_total',
    type: 'counter',
    labels: { kind: JOB_KINDS, outcome: ['done', 'retry', 'dead'] },
    help: 'Job runs by outcome.',
  },
  jobDuration: {
    name: 'facteur_job_duration_seconds',
    type: 'histogram',
    labels: { kind: JOB_KINDS },
    help: 'Duration of one job run.',
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  },
  receivablesOpen: {
    name: 'facteur_receivables_open_amount',
    type: 'gauge',
    labels: { currency: 'iso4217' },
    help: 'Open amount of issued invoices including VAT; unused credits are not subtracted.',
  },
  receivablesOverdue: {
    name: 'facteur_receivables_overdue_amount',
    type: 'gauge',
    labels: { currency: 'iso4217', bucket: AGEING_BUCKETS.filter((bucket) => bucket !== 'not-due') },
    help: 'Open amount past its due date, by days past due.',
  },
  dso: {
    name: 'facteur_dso_days',
    type: 'gauge',
    labels: { method: ['simple', 'countback', 'best_possible'] },
    help: 'Days sales outstanding including VAT, over 90 days (countback: by calendar months), in the main currency of the seller.',
  },
  disputesOpen: {
    name: 'facteur_disputes_open',
    type: 'gauge',
    labels: { cause: 'dispute-cause' },
    help: 'Open disputes by cause.',
  },
  disputesOpenAmount: {
    name: 'facteur_disputes_open_amount',
    type: 'gauge',
    labels: { cause: 'dispute-cause', currency: 'iso4217' },
    help: 'Amount in open disputes by cause.',
  },
  jobsWaiting: {
    name: 'facteur_jobs_waiting',
    type: 'gauge',
    labels: { kind: JOB_KINDS },
    help: 'Jobs that wait to run, those due later included.',
  },
  jobsDead: {
    name: 'facteur_jobs_dead',
    type: 'gauge',
    labels: { kind: JOB_KINDS },
    help: 'Jobs in the dead-letter list.',
  },
  jobOldestAge: {
    name: 'facteur_job_oldest_age_seconds',
    type: 'gauge',
    labels: { kind: JOB_KINDS },
    help: 'Age of the oldest job that waits; 0 when none does.',
  },
  figuresComputed: {
    name: 'facteur_figures_computed_timestamp_seconds',
    type: 'gauge',
    labels: {},
    help: 'When the business gauges were last read from the store (Unix time).',
  },
} as const satisfies Record<string, MetricEntry>;
