import { FacteurError } from '#kernel';
import type { GatewayClient } from '../../gateway-client.js';
import { readMetrics, sumBy, total, type Sample } from './read-metrics.js';

/** Everything one picture of `facteur top` shows. */
export interface LiveState {
  readonly at: string;
  readonly version: string;
  readonly figuresAgeSeconds?: number;
  readonly queues: readonly { kind: string; waiting: number; dead: number; oldestSeconds: number }[];
  /** Since the picture before, per minute; absent in the first one. */
  readonly ratesPerMinute?: Readonly<Record<string, number>>;
  readonly totals: Readonly<Record<string, number>>;
  readonly partners: readonly {
    channel: string;
    accepted: number;
    refused: number;
    outages: number;
    waiting: number;
  }[];
  readonly refusals: readonly { at: string; partner: string; detail: string }[];
  readonly receivables: readonly ReceivablesView[];
  readonly disputesOpen: number;
}

export interface ReceivablesView {
  readonly currency: string;
  readonly openAmount: string;
  readonly openCount: number;
  readonly dso: { readonly simple?: number; readonly countback?: number; readonly bestPossible?: number };
}

interface SummaryView {
  readonly disputesOpen: number;
  readonly receivables: readonly ReceivablesView[];
}

interface DeliveryView {
  readonly partner: string;
  readonly detail?: string;
  readonly settledAt?: string;
}

const COUNTED: Readonly<Record<string, string>> = {
  parcels: 'facteur_parcels_received_total',
  orders: 'facteur_orders_total',
  issued: 'facteur_invoices_issued_total',
  deliveries: 'facteur_deliveries_total',
  entries: 'facteur_bank_entries_total',
  jobs: 'facteur_jobs_finished_total',
};

/** Asks the gateway's API and its metrics. `before` is the picture to compute rates from. */
export async function readLiveState(gateway: GatewayClient, before?: LiveState): Promise<LiveState> {
  const [text, summary, refused] = await Promise.all([
    metricsOf(gateway.url),
    gateway.get<SummaryView>('summary'),
    gateway.get<{ items: DeliveryView[] }>('deliveries', { state: 'refused', limit: 5 }),
  ]);
  const samples = readMetrics(text);
  const at = new Date().toISOString();
  const totals = Object.fromEntries(Object.entries(COUNTED).map(([key, name]) => [key, total(samples, name)]));
  const computed = total(samples, 'facteur_figures_computed_timestamp_seconds');
  return {
    at,
    version: samples.find(({ name }) => name === 'facteur_build_info')?.labels['version'] ?? '',
    ...(computed > 0 ? { figuresAgeSeconds: Math.max(0, Math.round(Date.parse(at) / 1000 - computed)) } : {}),
    queues: queuesOf(samples),
    ...(before ? { ratesPerMinute: ratesOf(totals, before, at) } : {}),
    totals,
    partners: partnersOf(samples),
    refusals: refused.items.map(({ partner, detail, settledAt }) => ({
      ...{ at: settledAt ?? '', partner },
      detail: detail ?? '',
    })),
    receivables: summary.receivables.map(({ currency, openAmount, openCount, dso }) => ({
      ...{ currency, openAmount, openCount, dso },
    })),
    disputesOpen: summary.disputesOpen,
  };
}

async function metricsOf(url: string): Promise<string> {
  const response = await fetch(`${url}/metrics`).catch((cause: unknown) => {
    throw new FacteurError('CLI.NO_GATEWAY', 'unavailable', `No gateway answers at ${url}`, {}, { cause });
  });
  return response.text();
}

function queuesOf(samples: readonly Sample[]): LiveState['queues'] {
  const of = (name: string) => sumBy(samples, name, 'kind');
  const [waiting, dead] = [of('facteur_jobs_waiting'), of('facteur_jobs_dead')];
  const oldest = of('facteur_job_oldest_age_seconds');
  return [...waiting.keys()].map((kind) => ({
    kind,
    waiting: waiting.get(kind) ?? 0,
    dead: dead.get(kind) ?? 0,
    oldestSeconds: Math.round(oldest.get(kind) ?? 0),
  }));
}

/** A process that was started anew counts from nothing: then there is no rate for this once. */
function ratesOf(totals: Readonly<Record<string, number>>, before: LiveState, at: string): Record<string, number> {
  const minutes = Math.max(0.001, (Date.parse(at) - Date.parse(before.at)) / 60_000);
  return Object.fromEntries(
    Object.entries(totals).map(([key, value]) => [
      key,
      Math.round((Math.max(0, value - (before.totals[key] ?? 0)) / minutes) * 10) / 10,
    ]),
  );
}

function partnersOf(samples: readonly Sample[]): LiveState['partners'] {
  const deliveries = samples.filter(({ name }) => name === 'facteur_deliveries_total');
  const channels = new Set(deliveries.map(({ labels }) => labels['channel'] ?? ''));
  const sum = (channel: string, outcomes: readonly string[]) =>
    deliveries
      .filter(({ labels }) => labels['channel'] === channel && outcomes.includes(labels['outcome'] ?? ''))
      .reduce((total, { value }) => total + value, 0);
  const waiting = sumBy(samples, 'facteur_deliveries_open', 'channel');
  return [...channels].map((channel) => ({
    channel,
    accepted: sum(channel, ['accepted']),
    refused: sum(channel, ['refused']),
    outages: sum(channel, ['unavailable', 'unknown', 'misconfigured']),
    waiting: waiting.get(channel) ?? 0,
  }));
}
