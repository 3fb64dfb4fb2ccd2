export type * from './archive.js';
export * from './access.js';
export type * from './cash.js';
export type * from './deliveries.js';
export type * from './delivery-sink.js';
export type * from './disputes.js';
export type * from './document-store.js';
export * from './figures.js';
export type * from './file-source.js';
export type * from './idempotency.js';
export type * from './invoices.js';
export * from './jobs.js';
export type * from './ledger.js';
export type * from './e-reports.js';
export type * from './lifecycle.js';
export type * from './orders.js';
export type * from './operation-figures.js';
export type * from './page.js';
export * from './parcels.js';
export type * from './platforms.js';
export type * from './profiles.js';
export type * from './receivables.js';
export type * from './secrets.js';
export type * from './signals.js';
export type * from './store.js';
export type * from './timeline.js';
export type * from './webhooks.js';
export type {
  DeliveryChannel,
  DeliveryRoute,
  FolderRoute,
  HttpsRoute,
  SftpRoute,
  PlatformProfile,
  PlatformQuirks,
  PlatformRoute,
} from '#billing';
export { platformProfileSchema, quirksOf } from '#billing';
