import { bigint, integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { EvidenceEntry, JobKind, JobState, TimelineSubject } from '#ports';
import { code, document, freeText, instant } from './columns.js';

export const timeline = pgTable('timeline', {
  tenantId: text().notNull(),
  sequence: bigint({ mode: 'number' }).generatedAlwaysAsIdentity(),
  subject: code<TimelineSubject>().notNull(),
  subjectId: text().notNull(),
  type: text().notNull(),
  at: instant().notNull(),
  correlationId: freeText().notNull(),
  data: document<Readonly<Record<string, unknown>>>().notNull(),
  /** Place in the tenant's chain, 1-based; null before the chain was introduced. */
  position: bigint({ mode: 'number' }),
  previousHash: text(),
  hash: text(),
  evidence: document<readonly EvidenceEntry[]>(),
});

/** Where each tenant's chain ends. */
export const timelineHeads = pgTable('timeline_heads', {
  tenantId: text().primaryKey(),
  position: bigint({ mode: 'number' }).notNull(),
  hash: text().notNull(),
});

export const jobs = pgTable('jobs', {
  id: text().primaryKey(),
  tenantId: text().notNull(),
  kind: code<JobKind>().notNull(),
  key: freeText().notNull(),
  payload: document<Readonly<Record<string, string>>>().notNull(),
  correlationId: freeText().notNull(),
  state: code<JobState>().notNull(),
  attempts: integer().notNull(),
  runAt: instant().notNull(),
  /** When a runner may take it: `runAt` while it waits, the end of the lease while it runs. */
  dueAt: instant().notNull(),
  /** When the publisher looks at it next. */
  carryAt: instant().notNull(),
  worker: text(),
  lastError: freeText(),
  createdAt: instant().notNull(),
  finishedAt: instant(),
  /** By which instant `runAt`, `dueAt` and `carryAt` were worked out; `createdAt` where it is missing. */
  setAt: instant(),
});
