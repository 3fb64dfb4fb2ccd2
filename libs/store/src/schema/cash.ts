import { boolean, integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { Bilingual, Problem } from '#kernel';
import type { EntryState, ProposalRow } from '#ports';
import { calendarDate, code, decimal, document, freeText, instant } from './columns.js';

export const statements = pgTable('statements', {
  tenantId: text().notNull(),
  id: text().notNull(),
  parcelId: text().notNull(),
  account: freeText().notNull(),
  statementRef: freeText().notNull(),
  endedOn: calendarDate(),
  currency: text().notNull(),
  openingBalance: decimal(),
  closingBalance: decimal(),
  entryCount: integer().notNull(),
  importedAt: instant().notNull(),
  format: text(),
  sequenceNumber: freeText(),
  startedOn: calendarDate(),
  findings: document<readonly Problem[]>().notNull(),
});

export const entries = pgTable('entries', {
  tenantId: text().notNull(),
  id: text().notNull(),
  statementId: text().notNull(),
  account: freeText().notNull(),
  entryRef: freeText().notNull(),
  amount: decimal().notNull(),
  currency: text().notNull(),
  bookedOn: calendarDate().notNull(),
  counterparty: freeText().notNull(),
  payerIban: freeText(),
  state: code<EntryState>().notNull(),
  entry: document<unknown>().notNull(),
  correlationId: freeText().notNull(),
  firstMatch: code<'machine' | 'person'>(),
  isUndone: boolean().notNull(),
});

export const entryReports = pgTable('entry_reports', {
  tenantId: text().notNull(),
  account: freeText().notNull(),
  entryRef: freeText().notNull(),
  entryId: text().notNull(),
  format: text().notNull(),
});

export const proposals = pgTable('proposals', {
  tenantId: text().notNull(),
  id: text().notNull(),
  entryId: text().notNull(),
  state: code<ProposalRow['state']>().notNull(),
  rank: integer().notNull(),
  level: text().notNull(),
  reason: document<Bilingual>().notNull(),
  lines: document<unknown>().notNull(),
  createdAt: instant().notNull(),
});

export const remittanceAdvices = pgTable('remittance_advices', {
  tenantId: text().notNull(),
  id: text().notNull(),
  parcelId: text().notNull(),
  adviceRef: freeText().notNull(),
  payerName: freeText(),
  currency: text(),
  totalAmount: decimal(),
  paidOn: calendarDate(),
  isPayment: boolean().notNull(),
  fingerprint: text().notNull(),
  advice: document<unknown>().notNull(),
  receivedAt: instant().notNull(),
});

export const adviceReferences = pgTable('advice_references', {
  tenantId: text().notNull(),
  key: freeText().notNull(),
  adviceId: text().notNull(),
});
