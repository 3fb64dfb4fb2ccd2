import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { FlowProfile, FlowState, ProcessingRule } from '#ports';
import { code, document, freeText, instant } from './columns.js';

export const platformFlows = pgTable('platform_flows', {
  tenantId: text().notNull(),
  id: text().notNull(),
  platform: text().notNull(),
  organization: freeText(),
  direction: code<'in' | 'out'>().notNull(),
  flowRef: freeText(),
  trackingId: freeText(),
  sellerRef: freeText(),
  syntax: freeText().notNull(),
  profile: code<FlowProfile>(),
  processingRule: code<ProcessingRule>(),
  flowType: freeText(),
  fileName: freeText().notNull(),
  sha256: text(),
  state: code<FlowState>().notNull(),
  reasons: document<readonly string[]>().notNull(),
  subject: text(),
  subjectId: text(),
  parcelId: text(),
  attempts: integer().notNull(),
  createdAt: instant().notNull(),
  updatedAt: instant(),
  correlationId: freeText().notNull(),
});

export const platformPositions = pgTable('platform_positions', {
  tenantId: text().notNull(),
  platform: text().notNull(),
  organization: freeText().notNull(),
  since: instant().notNull(),
  cursor: freeText(),
  newest: instant(),
  keptAt: instant().notNull(),
});
