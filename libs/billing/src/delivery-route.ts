import { z } from 'zod';

const secretName = z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'the NAME of a secret (upper case), never the secret itself');
const fingerprint = z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}=?$/, 'as ssh-keygen -lf prints it: SHA256:…');

/** Placeholders of a file name: {number} {type} {date} {buyer} {extension}; every other character is made safe. */
const fileName = z.string().min(1).max(120).default('{number}.{extension}');

/** The name of a file that belongs to a document: `{file}` stands for the document's own file name. */
const besideName = z
  .string()
  .max(60)
  .regex(/^[A-Za-z0-9._-]*\{file\}[A-Za-z0-9._-]*$/, 'a plain name with {file} in it')
  .refine((name) => name !== '{file}' && !name.includes('..'), 'must differ from the document');

/** How much at once this partner's system takes; left out: as much as this process sends. */
const limits = z
  .strictObject({
    /** Deliveries at the same time, from each process. */
    inFlight: z.coerce.number().int().min(1).max(100).optional(),
    /** Deliveries a minute, from each process. */
    perMinute: z.coerce.number().int().min(1).max(100_000).optional(),
  })
  .optional();

/** Deliver by SFTP: temporary name, then rename. */
export const sftpRouteSchema = z.strictObject({
  channel: z.literal('sftp'),
  host: z.string().min(1),
  port: z.coerce.number().int().min(1).max(65535).default(22),
  user: z.string().min(1),
  passwordSecret: secretName.optional(),
  privateKeySecret: secretName.optional(),
  passphraseSecret: secretName.optional(),
  /** Pinned host keys: the server must show one of them; two while a key is being rotated. */
  hostKeys: z.array(fingerprint).min(1),
  directory: z.string().min(1).default('.'),
  fileName,
  /** Written, empty, beside the document once that is complete: `{file}.done`. */
  doneFile: besideName.optional(),
  /** A file the receiver leaves when it has taken the document. */
  acknowledgement: z
    .strictObject({
      /** Where to look; relative to the login's home. */
      directory: z.string().min(1).max(500).default('.'),
      accepted: besideName.default('{file}.ack'),
      /** Left instead when the receiver refuses; its text is the reason. */
      refused: besideName.optional(),
      /** Whether the file has to hold the document's SHA-256 in hexadecimal. */
      withHash: z.stringbool().or(z.boolean()).default(false),
      /** After this long without one, somebody is told. */
      withinMinutes: z.coerce.number().int().min(1).max(43_200).default(1440),
    })
    .optional(),
  limits,
});

/** Client credentials of OAuth 2.0 (RFC 6749, section 4.4). */
const oauth2 = z.strictObject({
  tokenUrl: z.url({ protocol: /^https$/ }),
  clientId: z.string().min(1).max(200),
  clientSecret: secretName,
  authentication: z.enum(['basic', 'body']).default('basic'),
  scope: z.string().max(500).optional(),
  audience: z.string().max(500).optional(),
});

/** Shown to a server that asks for a client certificate (mutual TLS); both secrets hold PEM text. */
const clientCertificate = z.strictObject({
  certificateSecret: secretName,
  privateKeySecret: secretName,
  passphraseSecret: secretName.optional(),
});

/** A key sent in a header of the receiver's choice. */
const apiKey = z.strictObject({
  header: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,60}$/)
    .default('X-Api-Key'),
  secret: secretName,
});

/** Deliver by HTTPS POST of the document's bytes. */
export const httpsRouteSchema = z.strictObject({
  channel: z.literal('https'),
  url: z.url({ protocol: /^https$/ }),
  hmacSecret: secretName.optional(),
  bearerSecret: secretName.optional(),
  oauth2: oauth2.optional(),
  apiKey: apiKey.optional(),
  clientCertificate: clientCertificate.optional(),
  /** Whether a good answer must repeat the document's SHA-256 (`X-Facteur-Sha256`, or `sha256` of a JSON body). */
  hashReceipt: z.stringbool().or(z.boolean()).default(false),
  /** SHA-256 fingerprint (hex) of a certificate to trust besides the system's authorities; for private authorities. */
  trustedCertificate: z.string().optional(),
  headers: z.record(z.string(), z.string()).default({}),
  timeoutMs: z.coerce.number().int().min(100).max(120_000).default(15_000),
  /** Private and loopback addresses are refused unless this is true (server-side request forgery). */
  allowPrivateNetwork: z.stringbool().or(z.boolean()).default(false),
  fileName,
  limits,
});

/** Write into a folder below the configured delivery root. */
export const folderRouteSchema = z.strictObject({
  channel: z.literal('folder'),
  directory: z.string().regex(/^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/, 'a relative path of plain names'),
  fileName,
  limits,
});

/** Deliver through an accredited platform (PA) of the French reform, by AFNOR XP Z12-013. */
export const platformRouteSchema = z.strictObject({
  channel: z.literal('platform'),
  /** The `platformId` of a file in config/platforms. */
  platform: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    .max(60),
  /**
   * What happens when the directory says that the buyer's address receives nothing. `hold`: the delivery waits for a person.
   * `send`: the platform deposits the invoice all the same (status 200 with the reason NON_TRANSMISE).
   */
  whenUnreachable: z.enum(['hold', 'send']).default('hold'),
  fileName,
  limits,
});

/** How a customer's documents reach its system. */
export const deliveryRouteSchema = z.discriminatedUnion('channel', [
  sftpRouteSchema,
  httpsRouteSchema,
  folderRouteSchema,
  platformRouteSchema,
]);

export type SftpRoute = z.infer<typeof sftpRouteSchema>;
export type HttpsRoute = z.infer<typeof httpsRouteSchema>;
export type FolderRoute = z.infer<typeof folderRouteSchema>;
export type PlatformRoute = z.infer<typeof platformRouteSchema>;
export type DeliveryRoute = z.infer<typeof deliveryRouteSchema>;
export type DeliveryChannel = DeliveryRoute['channel'];
