import { bigint, boolean, integer, pgTable, smallint, text } from 'drizzle-orm/pg-core';
import type { ClaimPart } from '#ports';
import { calendarDate, code, decimal, document, freeText, instant } from './columns.js';

/** Carried forward by a trigger on the ledger; never written from here. */
export const paymentBalances = pgTable('payment_balances', {
  tenantId: text().notNull(),
  paymentId: text().notNull(),
  customerRef: text().notNull(),
  currency: text().notNull(),
  entryId: text(),
  bookedOn: calendarDate().notNull(),
  amount: decimal().notNull(),
  unallocatedAmount: decimal().notNull(),
});

/** Carried forward by a trigger on the ledger; never written from here. */
export const claimBalances = pgTable('claim_balances', {
  tenantId: text().notNull(),
  claimId: text().notNull(),
  customerRef: text().notNull(),
  currency: text().notNull(),
  openAmount: decimal().notNull(),
});

/** Carried forward by triggers; never written from here. */
export const kpiDays = pgTable('kpi_days', {
  tenantId: text().notNull(),
  currency: text().notNull(),
  measure: text().notNull(),
  day: calendarDate().notNull(),
  shard: smallint().notNull(),
  amount: decimal().notNull(),
});

/** Carried forward by triggers; never written from here. */
export const kpiLevels = pgTable('kpi_levels', {
  tenantId: text().notNull(),
  currency: text().notNull(),
  measure: text().notNull(),
  shard: smallint().notNull(),
  amount: decimal().notNull(),
});

/** Carried forward by triggers; never written from here. */
export const dueDays = pgTable('due_days', {
  tenantId: text().notNull(),
  currency: text().notNull(),
  dueOn: calendarDate().notNull(),
  shard: smallint().notNull(),
  amount: decimal().notNull(),
  parts: bigint({ mode: 'number' }).notNull(),
});

/** Kept by a trigger on invoices; never written from here. */
export const numberShapes = pgTable('number_shapes', {
  tenantId: text().notNull(),
  shape: text().notNull(),
});

export const customerStandings = pgTable('customer_standings', {
  tenantId: text().notNull(),
  customerRef: freeText().notNull(),
  isDoubtful: boolean().notNull(),
  reason: freeText(),
  decidedBy: freeText().notNull(),
  decidedAt: instant().notNull(),
});

/** Written by `facteur_add_plan` and `facteur_cancel_plan` alone. */
export const paymentPlans = pgTable('payment_plans', {
  tenantId: text().notNull(),
  id: text().notNull(),
  invoiceId: text().notNull(),
  customerRef: text().notNull(),
  currency: text().notNull(),
  amount: decimal().notNull(),
  state: code<'active' | 'cancelled'>().notNull(),
  note: freeText(),
  madeBy: freeText().notNull(),
  madeAt: instant().notNull(),
});

/** Written by `facteur_add_plan` and `facteur_cancel_plan` alone. */
export const planInstalments = pgTable('plan_instalments', {
  tenantId: text().notNull(),
  planId: text().notNull(),
  position: integer().notNull(),
  invoiceId: text().notNull(),
  dueOn: calendarDate().notNull(),
  amount: decimal().notNull(),
  laterAmount: decimal().notNull(),
  isActive: boolean().notNull(),
});

export const paymentPromises = pgTable('payment_promises', {
  tenantId: text().notNull(),
  id: text().notNull(),
  invoiceId: text().notNull(),
  customerRef: freeText().notNull(),
  currency: text().notNull(),
  amount: decimal().notNull(),
  promisedOn: calendarDate().notNull(),
  madeOn: calendarDate().notNull(),
  madeBy: freeText().notNull(),
  channel: freeText().notNull(),
  note: freeText(),
  recordedBy: freeText().notNull(),
  withdrawnAt: instant(),
});

export const disputeSteps = pgTable('dispute_steps', {
  tenantId: text().notNull(),
  sequence: bigint({ mode: 'number' }).generatedAlwaysAsIdentity(),
  disputeId: text().notNull(),
  at: instant().notNull(),
  move: text().notNull(),
  state: text().notNull(),
  person: freeText().notNull(),
});

export const disputeEvidence = pgTable('dispute_evidence', {
  tenantId: text().notNull(),
  id: text().notNull(),
  disputeId: text().notNull(),
  sha256: text().notNull(),
  size: bigint({ mode: 'number' }).notNull(),
  mediaType: freeText().notNull(),
  fileName: freeText().notNull(),
  addedBy: freeText().notNull(),
  addedAt: instant().notNull(),
});

export const claims = pgTable('claims', {
  tenantId: text().notNull(),
  id: text().notNull(),
  number: freeText().notNull(),
  invoiceId: text().notNull(),
  sellerRef: freeText().notNull(),
  customerRef: freeText().notNull(),
  currency: text().notNull(),
  fromOn: calendarDate().notNull(),
  toOn: calendarDate().notNull(),
  interestAmount: decimal().notNull(),
  recoveryAmount: decimal().notNull(),
  totalAmount: decimal().notNull(),
  working: document<readonly ClaimPart[]>().notNull(),
  sha256: text().notNull(),
  madeBy: freeText().notNull(),
  madeAt: instant().notNull(),
});

export const receipts = pgTable('receipts', {
  tenantId: text().notNull(),
  id: text().notNull(),
  number: freeText().notNull(),
  paymentId: text().notNull(),
  customerRef: freeText().notNull(),
  language: code<'fr' | 'en'>().notNull(),
  sha256: text().notNull(),
  madeBy: freeText().notNull(),
  madeAt: instant().notNull(),
});
