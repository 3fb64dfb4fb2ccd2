import { bigint, integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { DeliveryChannel } from '#billing';
import type { DeliveryState, DocumentFormat } from '#ports';
import type { Finding, PackRef } from '#rules';
import { calendarDate, code, decimal, document, freeText, instant } from './columns.js';

export const invoices = pgTable('invoices', {
  tenantId: text().notNull(),
  id: text().notNull(),
  orderId: text(),
  kind: code<'invoice' | 'credit-note'>().notNull(),
  typeCode: text().notNull(),
  number: freeText().notNull(),
  sellerRef: freeText().notNull(),
  customerRef: freeText().notNull(),
  customerName: freeText().notNull(),
  currency: text().notNull(),
  issueDate: calendarDate().notNull(),
  dueDate: calendarDate(),
  totalWithoutVat: decimal().notNull(),
  totalWithVat: decimal().notNull(),
  amountDue: decimal().notNull(),
  creditorReference: freeText(),
  orderRef: freeText(),
  format: code<DocumentFormat>().notNull(),
  model: document<unknown>().notNull(),
  findings: document<readonly Finding[]>().notNull(),
  packs: document<readonly PackRef[]>().notNull(),
  correctsInvoiceId: text(),
  issuedAt: instant().notNull(),
  correlationId: freeText().notNull(),
});

export const numberCounters = pgTable('number_counters', {
  tenantId: text().notNull(),
  sellerRef: freeText().notNull(),
  series: freeText().notNull(),
  fiscalYear: integer().notNull(),
  lastSequence: integer().notNull(),
  /** Up to where documents are being written; binds nobody. */
  promisedSequence: integer().notNull(),
  /** Promises of an earlier epoch are void. */
  epoch: integer().notNull(),
});

export const issuedNumbers = pgTable('issued_numbers', {
  tenantId: text().notNull(),
  sellerRef: freeText().notNull(),
  series: freeText().notNull(),
  fiscalYear: integer().notNull(),
  sequence: integer().notNull(),
  number: freeText().notNull(),
  invoiceId: text().notNull(),
});

export const voidedNumbers = pgTable('voided_numbers', {
  tenantId: text().notNull(),
  sellerRef: freeText().notNull(),
  series: freeText().notNull(),
  fiscalYear: integer().notNull(),
  sequence: integer().notNull(),
  number: freeText().notNull(),
  reason: freeText().notNull(),
  person: freeText().notNull(),
  voidedAt: instant().notNull(),
});

export const documents = pgTable('documents', {
  tenantId: text().notNull(),
  id: text().notNull(),
  invoiceId: text().notNull(),
  format: code<DocumentFormat>().notNull(),
  sha256: text().notNull(),
  size: bigint({ mode: 'number' }).notNull(),
  mediaType: text().notNull(),
  fileName: freeText().notNull(),
  createdAt: instant().notNull(),
});

export const deliveries = pgTable('deliveries', {
  tenantId: text().notNull(),
  id: text().notNull(),
  invoiceId: text().notNull(),
  documentId: text().notNull(),
  partner: text().notNull(),
  channel: code<DeliveryChannel>().notNull(),
  fileName: freeText().notNull(),
  idempotencyKey: text().notNull(),
  state: code<DeliveryState>().notNull(),
  attempts: integer().notNull(),
  detail: freeText(),
  createdAt: instant().notNull(),
  settledAt: instant(),
  correlationId: freeText().notNull(),
});
