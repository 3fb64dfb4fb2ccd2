import { bigint, pgTable, text } from 'drizzle-orm/pg-core';
import type { DisputeLine, LedgerKind } from '#ports';
import { calendarDate, code, decimal, document, freeText, instant } from './columns.js';

export const ledger = pgTable('ledger', {
  tenantId: text().notNull(),
  id: text().notNull(),
  customerRef: freeText().notNull(),
  currency: text().notNull(),
  kind: code<LedgerKind>().notNull(),
  amount: decimal().notNull(),
  invoiceId: text(),
  entryId: text(),
  creditInvoiceId: text(),
  paymentId: text(),
  claimId: text(),
  reverses: text(),
  bookedOn: calendarDate().notNull(),
  at: instant().notNull(),
  cause: document<Readonly<Record<string, unknown>>>().notNull(),
  correlationId: freeText().notNull(),
});

/** Carried forward by a trigger on the ledger; never written from here. */
export const invoiceBalances = pgTable('invoice_balances', {
  tenantId: text().notNull(),
  invoiceId: text().notNull(),
  customerRef: text().notNull(),
  currency: text().notNull(),
  kind: code<'invoice' | 'credit-note'>().notNull(),
  dueDate: calendarDate(),
  openAmount: decimal().notNull(),
  paidAmount: decimal().notNull(),
  collectedOn: calendarDate(),
});

/** Carried forward by a trigger on the ledger; never written from here. */
export const accountBalances = pgTable('account_balances', {
  tenantId: text().notNull(),
  customerRef: text().notNull(),
  currency: text().notNull(),
  balance: decimal().notNull(),
  invoiceCount: bigint({ mode: 'number' }).notNull(),
  openAmount: decimal().notNull(),
});

/** Carried forward by a trigger on the ledger; never written from here. */
export const payerAccounts = pgTable('payer_accounts', {
  tenantId: text().notNull(),
  iban: text().notNull(),
  customerRef: text().notNull(),
  allocationCount: bigint({ mode: 'number' }).notNull(),
  contradictionCount: bigint({ mode: 'number' }).notNull(),
});

export const disputes = pgTable('disputes', {
  tenantId: text().notNull(),
  id: text().notNull(),
  invoiceId: text().notNull(),
  cause: text().notNull(),
  amount: decimal().notNull(),
  currency: text().notNull(),
  state: text().notNull(),
  openedAt: instant().notNull(),
  resolvedAt: instant(),
  resolution: freeText(),
  openedBy: freeText().notNull(),
  correlationId: freeText().notNull(),
  owner: text(),
  assignee: freeText(),
  lines: document<readonly DisputeLine[]>().notNull(),
  source: text().notNull(),
  reasonCode: freeText(),
});

export const disputeComments = pgTable('dispute_comments', {
  tenantId: text().notNull(),
  sequence: bigint({ mode: 'number' }).generatedAlwaysAsIdentity(),
  disputeId: text().notNull(),
  at: instant().notNull(),
  author: freeText().notNull(),
  text: freeText().notNull(),
});
