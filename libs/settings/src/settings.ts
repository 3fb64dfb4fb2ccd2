import { z } from 'zod';

const secretName = z.string().regex(/^[A-Z][A-Z0-9_]*$/);
const tenantId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
const sourceName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
const path = z.string().min(1).max(500);
const seconds = z.coerce.number().min(0.05).max(86_400);
/** Placeholders are text, so `${NAME:-false}` must be read as false, too. */
const flag = z.stringbool().or(z.boolean());

const sourceShape = {
  name: sourceName,
  tenant: tenantId.default('main'),
  purpose: z.enum(['order', 'statement', 'remittance-advice', 'status']),
  enabled: flag.default(true),
  directory: path,
  /** Pause between two looks. */
  everySeconds: seconds.default(2),
  /** Id of a column mapping in config/orders-csv, for CSV orders of this source. */
  csvMapping: z.string().max(60).optional(),
};

const folderSource = z.strictObject({ kind: z.literal('folder'), ...sourceShape });

const sftpSource = z.strictObject({
  kind: z.literal('sftp'),
  ...sourceShape,
  host: z.string().min(1),
  port: z.coerce.number().int().min(1).max(65_535).default(22),
  user: z.string().min(1),
  passwordSecret: secretName.optional(),
  privateKeySecret: secretName.optional(),
  passphraseSecret: secretName.optional(),
  hostKeys: z.array(z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}=?$/)).min(1),
});

/**
 * config/facteur.yaml after placeholders are filled. Everything has a safe default, so that an empty file runs; the environment
 * names in the comments override single values.
 */
export const settingsSchema = z.strictObject({
  server: z
    .strictObject({
      /** HOST. Loopback unless told otherwise; a container sets 0.0.0.0. */
      host: z.string().min(1).default('127.0.0.1'),
      /** PORT. 0: any free port. */
      port: z.coerce.number().int().min(0).max(65_535).default(3000),
      /** Largest request body. */
      maxBodyBytes: z.coerce.number().int().min(1024).max(200_000_000).default(25_000_000),
    })
    .prefault({}),
  database: z
    .strictObject({
      /** DATABASE_URL. PostgreSQL; left out: PGlite in `directory`. */
      url: z.string().optional(),
      directory: path.default('var/database'),
    })
    .prefault({}),
  /** REDIS_URL. Bull carries the jobs; left out: the embedded runner. Needs DATABASE_URL. */
  redis: z.strictObject({ url: z.string().optional() }).prefault({}),
  documents: z
    .strictObject({
      directory: path.default('var/documents'),
      /** Years for which nothing that is evidence may go: ten by French law (Code de commerce, L123-22), longer if you like. */
      retentionYears: z.coerce.number().int().min(10).max(100).default(10),
      /** An S3-speaking service instead of the directory. */
      s3: z
        .strictObject({
          endpoint: z.url(),
          bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
          region: z.string().min(1).max(60).default('us-east-1'),
          prefix: z
            .string()
            .regex(/^([A-Za-z0-9_-]+\/)*$/)
            .default('facteur/'),
          accessKeySecret: z.string().min(1),
          secretKeySecret: z.string().min(1),
          /** Ask the service itself to refuse deletion for retentionYears; the bucket needs object lock. */
          objectLock: flag.default(false),
        })
        .optional(),
    })
    .prefault({}),
  jobs: z
    .strictObject({
      concurrency: z.coerce.number().int().min(1).max(1000).default(96),
      /** How long a job stays with a process that gives no sign of life: after a kill its jobs wait this long. */
      leaseSeconds: z.coerce.number().int().min(2).max(600).default(20),
      /** After how long a job that was handed to Redis and not taken is handed over again. */
      republishSeconds: z.coerce.number().int().min(1).max(600).default(20),
      /** Finished jobs are removed after so many days; what happened stays in the timeline. */
      keepDoneDays: z.coerce.number().int().min(1).max(3650).default(30),
      keepDeadDays: z.coerce.number().int().min(7).max(3650).default(365),
      /** Whether the gateway runs jobs itself (embedded) or leaves them to workers. */
      inGateway: flag.default(true),
    })
    .prefault({}),
  delivery: z.strictObject({ folderRoot: path.default('var/outbox') }).prefault({}),
  log: z.strictObject({ level: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info') }).prefault({}),
  tenants: z
    .array(
      z.strictObject({
        id: tenantId,
        name: z.string().min(1).max(200),
        sellers: path.default('config/partners/sellers'),
        customers: path.default('config/partners/customers'),
        policies: path.default('config/policies'),
        platforms: path.default('config/platforms'),
      }),
    )
    .min(1)
    .default([
      {
        id: 'main',
        name: 'Main',
        sellers: 'config/partners/sellers',
        customers: 'config/partners/customers',
        policies: 'config/policies',
        platforms: 'config/platforms',
      },
    ]),
  csvMappings: z.strictObject({ directory: path.default('config/orders-csv') }).prefault({}),
  sources: z.array(z.discriminatedUnion('kind', [folderSource, sftpSource])).default([]),
  access: z
    .strictObject({
      /** Keys given by the deployment: the secret holds the key itself, `fk_…`. */
      keys: z
        .array(
          z.strictObject({
            name: z.string().min(1).max(100),
            tenant: tenantId.default('main'),
            secret: secretName,
            roles: z.array(z.enum(['orders:write', 'read', 'cash:write', 'disputes:write', 'operate', 'admin'])).min(1),
          }),
        )
        .default([]),
      /** Where the key made at the first start is written (readable by the owner only); left out: none is made. */
      firstKeyFile: path.default('var/admin.key'),
    })
    .prefault({}),
  receivables: z
    .strictObject({
      /** Rates of half-years, per cent a year, that this version does not know or knows otherwise; dated by their first day. */
      interestRates: z
        .array(
          z.strictObject({
            from: z.string().regex(/^\d{4}-(01|07)-01$/),
            refinancingRate: z.coerce.string().regex(/^\d{1,2}(\.\d{1,4})?$/),
            legalRate: z.coerce
              .string()
              .regex(/^\d{1,2}(\.\d{1,4})?$/)
              .optional(),
          }),
        )
        .default([]),
      /** Where column mappings of CSV bank statements and remittance advices lie, one JSON file each. */
      csvMappings: path.default('config/bank-csv'),
    })
    .prefault({}),
  metrics: z
    .strictObject({
      /** Business gauges are read from the store at most this often. */
      maxAgeSeconds: seconds.default(5),
      /** DSO is computed in this currency. */
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/)
        .default('EUR'),
      /** Segments of customers that get gauges of their own; all others come together as `other`. */
      segments: z
        .array(
          z
            .string()
            .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/)
            .refine((name) => name !== 'other'),
        )
        .max(4)
        .default([]),
    })
    .prefault({}),
  tracing: z
    .strictObject({
      /** OTEL_EXPORTER_OTLP_ENDPOINT. OTLP over HTTP, e.g. http://127.0.0.1:4318; left out: no traces. */
      url: z.url({ protocol: /^https?$/ }).optional(),
      /** Secret with headers for the collector, `name=value,name=value`. */
      headersSecret: secretName.optional(),
      /** Share of traces that are kept. */
      ratio: z.coerce.number().min(0).max(1).default(1),
    })
    .prefault({}),
});

export type Settings = z.output<typeof settingsSchema>;
export type SourceSettings = Settings['sources'][number];
