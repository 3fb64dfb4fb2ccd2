import { z } from 'zod';

const secretName = z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'the NAME of a secret (upper case), never the secret itself');
const fingerprint = z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}=?$/, 'as ssh-keygen -lf prints it: SHA256:…');

/** Placeholders of a file name: {number} {type} {date} {buyer} {extension}; every other character is made safe. */
const fileName = z.string().min(1).max(120).default('{number}.{extension}');

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
});

/** Deliver by HTTPS POST of the document's bytes. */
export const httpsRouteSchema = z.strictObject({
  channel: z.literal('https'),
  url: z.url({ protocol: /^https$/ }),
  hmacSecret: secretName.optional(),
  bearerSecret: secretName.optional(),
  /** SHA-256 fingerprint (hex) of a certificate to trust besides the system's authorities; for private authorities. */
  trustedCertificate: z.string().optional(),
  headers: z.record(z.string(), z.string()).default({}),
  timeoutMs: z.coerce.number().int().min(100).max(120_000).default(15_000),
  /** Private and loopback addresses are refused unless this is true (server-side request forgery). */
  allowPrivateNetwork: z.stringbool().or(z.boolean()).default(false),
  fileName,
});

/** Write into a folder below the configured delivery root. */
export const folderRouteSchema = z.strictObject({
  channel: z.literal('folder'),
  directory: z.string().regex(/^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/, 'a relative path of plain names'),
  fileName,
});

/** How a customer's documents reach its system. */
export const deliveryRouteSchema = z.discriminatedUnion('channel', [
  sftpRouteSchema,
  httpsRouteSchema,
  folderRouteSchema,
]);

export type SftpRoute = z.infer<typeof sftpRouteSchema>;
export type HttpsRoute = z.infer<typeof httpsRouteSchema>;
export type FolderRoute = z.infer<typeof folderRouteSchema>;
export type DeliveryRoute = z.infer<typeof deliveryRouteSchema>;
export type DeliveryChannel = DeliveryRoute['channel'];
