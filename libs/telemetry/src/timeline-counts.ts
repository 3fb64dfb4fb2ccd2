import type { Counter, Histogram } from 'prom-client';
import type { TimelineEvent } from '#ports';
import { CappedLabel } from './capped-label.js';
import { DISPUTE_CAUSES_OF_METRICS, LIFECYCLE_STATUSES, REASONS, SOURCE_KINDS } from './closed-labels.table.js';
import { exemplarOf } from './exemplar.js';
import type { CounterName, HistogramName } from './instruments.js';
import { LABEL_LIMITS } from './series-budget.js';
import { instantOf } from './trace-id.js';

const RECEIVED = 'invoice.status-received';

type Count = (tenant: string, event: TimelineEvent) => void;

/** Rule ids of the packs: BR-01, BR-FR-12, PEPPOL-EN16931-R010, UBL-SR-46 … */
const RULE_ID = /^[A-Z]{2,}[A-Z0-9]*(-[A-Za-z0-9]+)+$/;

/**
 * Counters and histograms that follow from what was committed: nothing is counted that a roll-back took back, and no use case
 * has to know of them.
 */
export function createTimelineCounts(
  counters: Readonly<Record<CounterName, Counter>>,
  histograms: Readonly<Record<HistogramName, Histogram>>,
): (tenantId: string, events: readonly TimelineEvent[]) => void {
  const counts: Readonly<Record<string, Count | undefined>> = {
    ...intakeCounts(counters),
    ...documentCounts(counters, histograms),
    ...lifecycleCounts(counters),
  };
  return (tenantId, events) => {
    for (const event of events) counts[isReceivedStatus(event) ? RECEIVED : event.type]?.(tenantId, event);
  };
}

/** A status that came in is told under what it did to the invoice; it is known by when its issuer set it. */
function isReceivedStatus({ subject, type, data }: TimelineEvent): boolean {
  return (
    subject === 'invoice' &&
    type !== 'invoice.status-set' &&
    data['status'] !== undefined &&
    data['setAt'] !== undefined
  );
}

function intakeCounts({
  parcelsReceived,
  parcelsRead,
  problems,
  ruleFindings,
}: Readonly<Record<CounterName, Counter>>): Record<string, Count> {
  const codes = new CappedLabel(LABEL_LIMITS.problem);
  const rules = new CappedLabel(LABEL_LIMITS.rule);
  const countProblems =
    (stage: 'intake' | 'billing'): Count =>
    (_, event) => {
      for (const code of texts(event.data['problems'])) {
        if (RULE_ID.test(code)) ruleFindings.inc({ severity: 'fatal', rule: rules.of(code) });
        else problems.inc({ stage, code: codes.of(code) });
      }
    };
  const read =
    (outcome: string): Count =>
    (tenant) =>
      parcelsRead.inc({ tenant, outcome });
  return {
    'parcel.received': (tenant, event) =>
      parcelsReceived.inc({ tenant, source: oneOf(SOURCE_KINDS, text(event.data['source']).split(/[:/]/)[0]) }),
    'parcel.read': read('read'),
    'parcel.partly-read': read('partly-read'),
    'parcel.rejected': read('rejected'),
    'order.rejected': countProblems('intake'),
    'order.held': countProblems('billing'),
  };
}

function documentCounts(
  { refusals, disputesOpened, disputesResolved }: Readonly<Record<CounterName, Counter>>,
  { orderToIssue, orderToDelivered, issueToCash }: Readonly<Record<HistogramName, Histogram>>,
): Record<string, Count> {
  const observe =
    (histogram: Histogram, since: (event: TimelineEvent) => Date | undefined): Count =>
    (tenant, event) => {
      const from = since(event);
      if (!from) return;
      const value = Math.max(0, event.at.getTime() - from.getTime()) / 1000;
      histogram.observe({ labels: { tenant }, value, exemplarLabels: exemplarOf(event.correlationId) });
    };
  // An arrival's id is its correlation id, and ids carry the time at which they were made.
  const arrival = (event: TimelineEvent) => instantOf(event.correlationId);
  return {
    'invoice.issued': observe(orderToIssue, arrival),
    'invoice.paid': observe(issueToCash, (event) => instantOf(event.subjectId)),
    'delivery.accepted': observe(orderToDelivered, arrival),
    'delivery.refused': (tenant) => refusals.inc({ tenant, reason: 'receiver' }),
    'dispute.opened': (tenant, event) =>
      disputesOpened.inc({ tenant, cause: oneOf(DISPUTE_CAUSES_OF_METRICS, text(event.data['cause']), 'OTHER') }),
    'dispute.resolved': (tenant) => disputesResolved.inc({ tenant }),
  };
}

/** Statuses of the French lifecycle, as they come in and go out. */
function lifecycleCounts({ lifecycle, refusals }: Readonly<Record<CounterName, Counter>>): Record<string, Count> {
  const status =
    (direction: 'in' | 'out'): Count =>
    (tenant, event) => {
      const code = text(event.data['status'] ?? event.data['code']);
      lifecycle.inc({ tenant, status: oneOf(LIFECYCLE_STATUSES, code), direction });
      if (!['210', '213', '501'].includes(code)) return;
      const reasons = texts(event.data['reasons'] ?? [event.data['reason']]);
      for (const reason of reasons) refusals.inc({ tenant, reason: oneOf(REASONS, reason) });
    };
  return { [RECEIVED]: status('in'), 'invoice.status-sent': status('out') };
}

function oneOf<T extends string>(list: readonly T[], value: string | undefined, otherwise: string = 'other'): string {
  return (list as readonly string[]).includes(value ?? '') ? (value as string) : otherwise;
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(text).filter((each) => each !== '') : [];
}
