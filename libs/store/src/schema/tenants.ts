import { pgTable, text } from 'drizzle-orm/pg-core';
import type { Role } from '#ports';
import { document, freeText, instant } from './columns.js';

export const tenants = pgTable('tenants', {
  id: text().primaryKey(),
  name: freeText().notNull(),
  createdAt: instant().notNull(),
});

export const apiKeys = pgTable('api_keys', {
  id: text().primaryKey(),
  tenantId: text().notNull(),
  name: freeText().notNull(),
  prefix: text().notNull(),
  hash: text().notNull(),
  roles: document<readonly Role[]>().notNull(),
  createdAt: instant().notNull(),
  revokedAt: instant(),
});
