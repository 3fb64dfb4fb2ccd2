import { bigint, integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { Problem } from '#kernel';
import type { OrderState, ParcelPurpose, ParcelState } from '#ports';
import { code, document, freeText, instant, verbatimDocument } from './columns.js';

export const parcels = pgTable('parcels', {
  tenantId: text().notNull(),
  id: text().notNull(),
  purpose: code<ParcelPurpose>().notNull(),
  source: freeText().notNull(),
  sourceKey: freeText().notNull(),
  sha256: text().notNull(),
  size: bigint({ mode: 'number' }).notNull(),
  mediaType: freeText().notNull(),
  fileName: freeText().notNull(),
  state: code<ParcelState>().notNull(),
  problems: document<readonly Problem[]>().notNull(),
  receivedAt: instant().notNull(),
  correlationId: freeText().notNull(),
});

export const orders = pgTable('orders', {
  tenantId: text().notNull(),
  id: text().notNull(),
  parcelId: text().notNull(),
  position: integer().notNull(),
  orderRef: freeText().notNull(),
  sellerRef: freeText().notNull(),
  customerRef: freeText().notNull(),
  state: code<OrderState>().notNull(),
  body: document<unknown>(),
  contentHash: text().notNull(),
  problems: document<readonly Problem[]>().notNull(),
  receivedAt: instant().notNull(),
  correlationId: freeText().notNull(),
});

export const idempotencyKeys = pgTable('idempotency_keys', {
  tenantId: text().notNull(),
  route: text().notNull(),
  key: freeText().notNull(),
  requestHash: text().notNull(),
  status: integer().notNull(),
  body: verbatimDocument<unknown>(),
  keptAt: instant().notNull(),
});
