import { z } from 'zod';
import { problemView, replayView } from './views.js';

/** What the API answers about statuses and e-reports. Amounts are decimal strings. */
const amount = z.string().meta({ description: 'Exact decimal', examples: ['1250.40'] });
const instant = z.iso.datetime();
const date = z.iso.date();
const localDateTime = z.string().meta({ description: 'French local time', examples: ['2026-11-05T10:15:00'] });
const bilingual = z.object({ en: z.string(), fr: z.string() });

export const statusReadView = z.object({
  parcelId: z.string(),
  repeated: z.boolean(),
  state: z.enum(['received', 'read', 'partly-read', 'rejected']),
  statuses: z.array(
    z.object({
      code: z.string(),
      number: z.string(),
      /** `waiting`: the invoice is not known yet; the status is applied when it appears. */
      outcome: z.enum(['applied', 'repeated', 'waiting']),
      invoiceId: z.string().optional(),
    }),
  ),
  problems: z.array(problemView),
});

export const statusView = z.object({
  id: z.string(),
  code: z.string(),
  label: bilingual,
  setAt: localDateTime,
  direction: z.enum(['received', 'sent']),
  by: z.object({ name: z.string().optional(), roleCode: z.string().optional(), id: z.string().optional() }),
  messageRef: z.string().optional(),
  reasons: z.array(
    z.object({ code: z.string().optional(), text: z.string().optional(), action: z.string().optional() }),
  ),
  comments: z.array(z.string()),
  amounts: z.array(
    z.object({
      typeCode: z.string(),
      amount,
      currency: z.string().optional(),
      rate: z.string().optional(),
      on: date.optional(),
    }),
  ),
  parcelId: z.string().optional(),
  recordedBy: z.string().optional(),
  recordedAt: instant,
});

export const collectionView = z.object({
  bookingId: z.string(),
  entryId: z.string(),
  amount,
  currency: z.string(),
  bookedOn: date,
  lines: z.array(z.object({ rate: z.string(), amount })),
  /** The 212 that told it; absent where nobody has to be told. */
  statusId: z.string().optional(),
});

export const expectationView = z.object({
  id: z.string(),
  invoiceId: z.string(),
  customerRef: z.string(),
  amount: amount.optional(),
  currency: z.string(),
  expectedOn: date.optional(),
  announcedAt: localDateTime,
  state: z.enum(['open', 'met', 'void']),
  settledAt: instant.optional(),
});

export const lifecycleView = z.object({
  invoiceId: z.string(),
  number: z.string(),
  transmission: z.string(),
  processing: z.string(),
  payment: z.string(),
  isSuspended: z.boolean(),
  closedBy: z.string().optional(),
  availableAt: localDateTime.optional(),
  lastAt: localDateTime.optional(),
  withoutEffect: z.array(z.string()),
  collected: z.array(z.object({ rate: z.string(), amount, currency: z.string() })),
  statuses: z.array(statusView),
  collections: z.array(collectionView),
  expectations: z.array(expectationView),
});

export const waitingStatusView = z.object({
  id: z.string(),
  code: z.string(),
  label: bilingual,
  invoiceNumber: z.string(),
  sellerId: z.string().optional(),
  issuedOn: date.optional(),
  setAt: localDateTime,
  parcelId: z.string(),
  receivedAt: instant,
});

export const outgoingView = z.object({
  id: z.string(),
  subject: z.enum(['status', 'report']),
  subjectId: z.string(),
  syntax: z.enum(['CDAR', 'FRR']),
  sellerRef: z.string(),
  customerRef: z.string().optional(),
  fileName: z.string(),
  sha256: z.string(),
  size: z.int(),
  state: z.enum(['waiting', 'delivered', 'refused', 'dead', 'kept']),
  attempts: z.int(),
  detail: z.string().optional(),
  createdAt: instant,
  settledAt: instant.optional(),
});

export const setStatusView = z.object({ status: statusView, message: outgoingView });

export const eReportView = z.object({
  id: z.string(),
  sellerRef: z.string(),
  siren: z.string(),
  role: z.enum(['SE', 'BY']),
  kind: z.enum(['transactions', 'payments']),
  periodStart: date,
  periodEnd: date,
  typeCode: z.enum(['IN', 'RE']),
  revision: z.int(),
  reportRef: z.string(),
  dueOn: date,
  sha256: z.string(),
  size: z.int(),
  invoiceCount: z.int(),
  dayCount: z.int(),
  problems: z.array(problemView),
  preparedAt: instant,
});

export const eReportDetailView = eReportView.extend({ messages: z.array(outgoingView) });

export const dutyView = z.object({
  sellerRef: z.string().optional(),
  kind: z.enum(['transactions', 'payments']),
  regime: z.string(),
  start: date,
  end: date,
  dueOn: date,
  forwardedOn: date,
  state: z.enum(['open', 'to-prepare', 'near', 'late', 'prepared']).optional(),
  reportId: z.string().optional(),
});

export const prepareView = z.object({
  outcomes: z.array(
    z.object({
      outcome: z.enum(['prepared', 'unchanged', 'empty', 'not-over']),
      report: eReportView.optional(),
      duty: dutyView.optional(),
    }),
  ),
});

export const messageReplayView = replayView.extend({
  messageId: z.string().optional().meta({ description: 'The message on its way: a new one where it was written anew' }),
});
