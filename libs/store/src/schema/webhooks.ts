import { bigint, boolean, integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { WebhookAttempt, WebhookState } from '#ports';
import { code, document, freeText, instant } from './columns.js';

export const partnerPauses = pgTable('partner_pauses', {
  tenantId: text().notNull(),
  partner: text().notNull(),
  reason: freeText().notNull(),
  pausedBy: freeText().notNull(),
  pausedAt: instant().notNull(),
});

export const webhookEndpoints = pgTable('webhook_endpoints', {
  tenantId: text().notNull(),
  id: text().notNull(),
  name: text().notNull(),
  url: text().notNull(),
  events: document<readonly string[]>().notNull(),
  secretName: text().notNull(),
  trustedCertificate: text(),
  allowPrivateNetwork: boolean().notNull(),
  createdAt: instant().notNull(),
  removedAt: instant(),
});

export const webhookMessages = pgTable('webhook_messages', {
  tenantId: text().notNull(),
  id: text().notNull(),
  endpointId: text().notNull(),
  sequence: bigint({ mode: 'number' }).notNull(),
  thread: text().notNull(),
  type: text().notNull(),
  state: code<WebhookState>().notNull(),
  attempts: integer().notNull(),
  detail: freeText(),
  createdAt: instant().notNull(),
  settledAt: instant(),
});

export const webhookAttempts = pgTable('webhook_attempts', {
  tenantId: text().notNull(),
  messageId: text().notNull(),
  attempt: integer().notNull(),
  at: instant().notNull(),
  outcome: code<WebhookAttempt['outcome']>().notNull(),
  detail: freeText().notNull(),
  milliseconds: integer().notNull(),
});
