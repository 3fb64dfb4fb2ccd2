import { z } from 'zod';
import { PARCEL_PURPOSES } from '#ports';

/** What the API answers, as schemas: OpenAPI and the contract tests come from here. Amounts are decimal strings. */
const amount = z.string().meta({ description: 'Exact decimal', examples: ['1250.40'] });
const instant = z.iso.datetime();
const date = z.iso.date();
const bilingual = z.object({ en: z.string(), fr: z.string() });

export const problemView = z.object({
  code: z.string(),
  row: z.int().optional(),
  field: z.string().optional(),
  value: z.string().optional(),
  message: bilingual,
  remedy: bilingual,
});

export const findingView = z.object({
  rule: z.string(),
  severity: z.enum(['fatal', 'warning', 'info']),
  terms: z.array(z.string()),
  location: z.string(),
  line: z.int(),
  column: z.int(),
  value: z.string(),
  message: bilingual,
  remedy: bilingual,
  pack: z.string(),
});

export const packView = z.object({ id: z.string(), version: z.string() });

export const orderView = z.object({
  id: z.string(),
  parcelId: z.string(),
  orderRef: z.string(),
  sellerRef: z.string(),
  customerRef: z.string(),
  state: z.enum(['accepted', 'held', 'invoiced', 'rejected', 'superseded', 'cancelled']),
  problems: z.array(problemView),
  receivedAt: instant,
  position: z.int().meta({ description: 'Place in the file it came in' }),
  correlationId: z.string(),
});

export const orderDetailView = orderView.extend({ body: z.unknown(), invoiceId: z.string().optional() });

export const parcelView = z.object({
  id: z.string(),
  purpose: z.enum(PARCEL_PURPOSES),
  source: z.string(),
  sourceKey: z.string(),
  fileName: z.string(),
  mediaType: z.string(),
  sha256: z.string(),
  size: z.int(),
  state: z.enum(['received', 'read', 'partly-read', 'rejected']),
  problems: z.array(problemView),
  receivedAt: instant,
  correlationId: z.string(),
});

export const ordersReadView = z.object({
  parcelId: z.string(),
  /** True when the same content came before under the same key. */
  repeated: z.boolean(),
  state: parcelView.shape.state,
  orders: z.array(orderView),
  problems: z.array(problemView),
});

export const statementReadView = z.object({
  parcelId: z.string(),
  repeated: z.boolean(),
  state: parcelView.shape.state,
  statements: z.int(),
  newEntries: z.int(),
  problems: z.array(problemView),
});

export const invoiceView = z.object({
  id: z.string(),
  orderId: z.string().optional(),
  kind: z.enum(['invoice', 'credit-note']),
  typeCode: z.string(),
  number: z.string(),
  sellerRef: z.string(),
  customerRef: z.string(),
  customerName: z.string(),
  currency: z.string(),
  issueDate: date,
  dueDate: date.optional(),
  totalWithoutVat: amount,
  totalWithVat: amount,
  amountDue: amount,
  openAmount: amount,
  disputedAmount: amount,
  creditorReference: z.string().optional(),
  format: z.enum(['ubl', 'cii', 'facturx']),
  packs: z.array(packView),
  correctsInvoiceId: z.string().optional(),
  deliveryState: z.enum(['none', 'waiting', 'delivered', 'refused', 'dead']),
  issuedAt: instant,
  correlationId: z.string(),
});

export const documentView = z.object({
  id: z.string(),
  format: invoiceView.shape.format,
  sha256: z.string(),
  size: z.int(),
  mediaType: z.string(),
  fileName: z.string(),
});

export const deliveryView = z.object({
  id: z.string(),
  invoiceId: z.string(),
  documentId: z.string(),
  partner: z.string(),
  channel: z.enum(['sftp', 'https', 'folder']),
  fileName: z.string(),
  idempotencyKey: z.string(),
  state: z.enum(['waiting', 'delivered', 'refused', 'dead']),
  attempts: z.int(),
  detail: z.string().optional(),
  createdAt: instant,
  settledAt: instant.optional(),
  correlationId: z.string(),
});

export const disputeView = z.object({
  id: z.string(),
  invoiceId: z.string(),
  cause: z.string(),
  amount,
  currency: z.string(),
  state: z.string(),
  openedAt: instant,
  resolvedAt: instant.optional(),
  resolution: z.string().optional(),
  openedBy: z.string(),
  correlationId: z.string(),
  owner: z.string().optional(),
  assignee: z.string().optional(),
  lines: z.array(z.object({ lineId: z.string(), amount })),
  source: z.string(),
  reasonCode: z.string().optional(),
});

const clockView = z.object({ elapsedHours: z.number(), limitHours: z.number(), isOver: z.boolean() });

export const disputeDetailView = disputeView.extend({
  causeLabel: bilingual,
  frenchReason: z.string().meta({ description: 'Reason code of French lifecycle messages for this cause' }),
  allowedMoves: z.array(z.string()),
  clocks: z.object({ qualify: clockView, answer: clockView, resolve: clockView }),
  steps: z.array(z.object({ at: instant, move: z.string(), state: z.string(), person: z.string() })),
  evidence: z.array(
    z.object({ id: z.string(), sha256: z.string(), size: z.int(), mediaType: z.string(), fileName: z.string() }),
  ),
  comments: z.array(z.object({ at: instant, author: z.string(), text: z.string() })),
});

export const invoiceDetailView = invoiceView.extend({
  model: z.unknown(),
  findings: z.array(findingView),
  documents: z.array(documentView),
  deliveries: z.array(deliveryView),
  ledger: z.array(z.unknown()),
  disputes: z.array(disputeView),
  creditNotes: z.array(z.object({ id: z.string(), number: z.string(), amountDue: amount })),
});

export const entryState = z
  .enum(['new', 'allocated', 'proposed', 'unmatched', 'ignored', 'held'])
  .meta({ description: 'held: perhaps money that another message told already; a person says whether it is' });

export const entryView = z.object({
  id: z.string(),
  statementId: z.string(),
  account: z.string(),
  entryRef: z.string(),
  amount,
  currency: z.string(),
  bookedOn: date,
  counterparty: z.string(),
  state: entryState,
  correlationId: z.string(),
  firstMatch: z.enum(['machine', 'person']).optional(),
  isUndone: z.boolean(),
});

export const statementView = z.object({
  id: z.string(),
  parcelId: z.string(),
  account: z.string(),
  statementRef: z.string(),
  currency: z.string(),
  openingBalance: amount.optional(),
  closingBalance: amount.optional(),
  entryCount: z.int(),
  importedAt: instant,
  format: z.string().optional(),
  sequenceNumber: z.string().optional(),
  startedOn: date.optional(),
  findings: z.array(problemView),
});

export const proposalView = z.object({
  id: z.string(),
  entryId: z.string(),
  state: z.enum(['open', 'accepted', 'rejected']),
  rank: z.int(),
  level: z.string(),
  reason: bilingual,
  lines: z.array(
    z.object({
      invoiceId: z.string().optional(),
      claimId: z.string().optional().meta({ description: 'A late-payment claim in place of an invoice' }),
      amount,
    }),
  ),
  createdAt: instant,
});

export const jobView = z.object({
  id: z.string(),
  kind: z.string(),
  key: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'dead', 'cancelled']),
  attempts: z.int(),
  runAt: instant,
  lastError: z.string().optional(),
  createdAt: instant,
  finishedAt: instant.optional(),
  correlationId: z.string(),
});

export const eventView = z.object({
  sequence: z.int(),
  subject: z.string(),
  subjectId: z.string(),
  type: z.string(),
  at: instant,
  correlationId: z.string(),
  data: z.record(z.string(), z.unknown()),
});

export const replayView = z.object({ replayed: z.boolean(), state: z.string().optional() });

export const summaryView = z.object({
  orders: z.record(z.string(), z.int()),
  invoices: z.record(z.string(), z.int()),
  deliveries: z.record(z.string(), z.int()),
  entries: z.record(z.string(), z.int()),
  disputesOpen: z.int(),
  paidInvoices: z.int(),
  receivables: z.array(
    z.object({
      currency: z.string(),
      openAmount: amount,
      openCount: z.int(),
      creditAmount: amount,
      unallocatedCashAmount: amount,
      ageing: z.array(z.object({ bucket: z.string(), amount, count: z.int() })),
      dso: z.object({
        simple: z.number().optional(),
        countback: z.number().optional(),
        bestPossible: z.number().optional(),
      }),
    }),
  ),
});

export const apiKeyView = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  roles: z.array(z.string()),
  createdAt: instant,
  revokedAt: instant.optional(),
});

/** A page of views, with the cursor of the next one. */
export function pageOf<T extends z.ZodType>(
  item: T,
): z.ZodObject<{ items: z.ZodArray<T>; nextCursor: z.ZodOptional<z.ZodString> }> {
  return z.object({ items: z.array(item), nextCursor: z.string().optional() });
}
