export { describeSchema } from './describe-schema.js';
export type { Database, Queries, ScriptSession } from './database.js';
export { openDocumentStore } from './file-documents.js';
export { openS3Documents, type S3Options } from './s3-documents.js';
export { openStore, type StoreOptions } from './open-store.js';
export { SqlStore } from './sql-store.js';
export { schemaFingerprint, TemplatedStores } from './templated-store.js';
export * as schema from './schema/index.js';
