import { bigint, boolean, integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { Problem } from '#kernel';
import type { LifecycleParty, LocalDateTime } from '#lifecycle';
import type { OutgoingState, PaymentExpectation } from '#ports';
import { calendarDate, code, decimal, document, freeText, instant } from './columns.js';

export const lifecycleStatuses = pgTable('lifecycle_statuses', {
  tenantId: text().notNull(),
  id: text().notNull(),
  invoiceId: text().notNull(),
  key: text().notNull(),
  code: freeText().notNull(),
  setAt: code<LocalDateTime>().notNull(),
  direction: code<'received' | 'sent'>().notNull(),
  messageRef: freeText(),
  issuer: document<LifecycleParty>(),
  details: document<unknown>().notNull(),
  sha256: text(),
  parcelId: text(),
  recordedBy: freeText(),
  recordedAt: instant().notNull(),
  correlationId: freeText().notNull(),
});

export const waitingStatuses = pgTable('waiting_statuses', {
  tenantId: text().notNull(),
  id: text().notNull(),
  key: text().notNull(),
  invoiceNumber: freeText().notNull(),
  sellerId: freeText(),
  issuedOn: calendarDate(),
  code: freeText().notNull(),
  setAt: code<LocalDateTime>().notNull(),
  messageRef: freeText(),
  issuer: document<LifecycleParty>(),
  details: document<unknown>().notNull(),
  sha256: text().notNull(),
  parcelId: text().notNull(),
  receivedAt: instant().notNull(),
  placedAt: instant(),
  correlationId: freeText().notNull(),
});

/** Filled by a trigger on the ledger; only taken off from here. */
export const collectionsPending = pgTable('collections_pending', {
  tenantId: text().notNull(),
  bookingId: text().notNull(),
  invoiceId: text().notNull(),
});

export const collections = pgTable('collections', {
  tenantId: text().notNull(),
  bookingId: text().notNull(),
  entryId: text().notNull(),
  invoiceId: text().notNull(),
  amount: decimal().notNull(),
  currency: text().notNull(),
  bookedOn: calendarDate().notNull(),
  statusId: text(),
  collectedAt: instant().notNull(),
  correlationId: freeText().notNull(),
});

export const collectionLines = pgTable('collection_lines', {
  tenantId: text().notNull(),
  bookingId: text().notNull(),
  rate: decimal().notNull(),
  amount: decimal().notNull(),
});

export const paymentExpectations = pgTable('payment_expectations', {
  tenantId: text().notNull(),
  id: text().notNull(),
  invoiceId: text().notNull(),
  customerRef: freeText().notNull(),
  amount: decimal(),
  currency: text().notNull(),
  expectedOn: calendarDate(),
  announcedAt: text().notNull(),
  state: code<PaymentExpectation['state']>().notNull(),
  settledAt: instant(),
});

export const outgoingMessages = pgTable('outgoing_messages', {
  tenantId: text().notNull(),
  id: text().notNull(),
  subject: code<'status' | 'report'>().notNull(),
  subjectId: text().notNull(),
  syntax: code<'CDAR' | 'FRR'>().notNull(),
  sellerRef: freeText().notNull(),
  customerRef: freeText(),
  sha256: text().notNull(),
  size: bigint({ mode: 'number' }).notNull(),
  fileName: freeText().notNull(),
  state: code<OutgoingState>().notNull(),
  attempts: integer().notNull(),
  detail: freeText(),
  createdAt: instant().notNull(),
  settledAt: instant(),
  correlationId: freeText().notNull(),
});

export const eReports = pgTable('e_reports', {
  tenantId: text().notNull(),
  id: text().notNull(),
  sellerRef: freeText().notNull(),
  siren: text().notNull(),
  role: code<'SE' | 'BY'>().notNull(),
  kind: code<'transactions' | 'payments'>().notNull(),
  periodStart: calendarDate().notNull(),
  periodEnd: calendarDate().notNull(),
  typeCode: code<'IN' | 'RE'>().notNull(),
  revision: integer().notNull(),
  reportRef: text().notNull(),
  dueOn: calendarDate().notNull(),
  contentHash: text().notNull(),
  sha256: text().notNull(),
  size: bigint({ mode: 'number' }).notNull(),
  invoiceCount: integer().notNull(),
  dayCount: integer().notNull(),
  problems: document<readonly Problem[]>().notNull(),
  preparedAt: instant().notNull(),
  correlationId: freeText().notNull(),
});

export const retailDays = pgTable('retail_days', {
  tenantId: text().notNull(),
  id: text().notNull(),
  sellerRef: freeText().notNull(),
  source: freeText().notNull(),
  day: calendarDate().notNull(),
  currency: text().notNull(),
  category: code<'TLB1' | 'TPS1' | 'TNT1' | 'TMA1'>().notNull(),
  transactionCount: integer().notNull(),
  lines: document<unknown>().notNull(),
  isCollected: boolean().notNull(),
  recordedBy: freeText().notNull(),
  recordedAt: instant().notNull(),
});
