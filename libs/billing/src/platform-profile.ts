import { text } from '#order';
import { z } from 'zod';
import { shortName } from './profile-fields.js';

const secretName = z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'the NAME of a secret (upper case), never the secret itself');
const flag = z.stringbool().or(z.boolean());
const seconds = z.coerce.number().min(0.05).max(86_400);
const serviceUrl = z.url({ protocol: /^https?$/ });

/**
 * What a platform does otherwise than version 1.3 of the interface says. Each is a fact about one platform, so it is data; the
 * version chosen gives the defaults (`QUIRKS_OF_VERSION`).
 */
export const platformQuirksSchema = z.strictObject({
  /** Optional members of `flowInfo` that the platform takes. */
  sendsTrackingId: flag.optional(),
  sendsProcessingRule: flag.optional(),
  sendsFlowProfile: flag.optional(),
  sendsSha256: flag.optional(),
  /** Whether `trackingId` may be searched for; without it a time-out is settled by the platform's own check of doubles. */
  searchesTrackingId: flag.optional(),
  /** Whether search pages by cursor (1.3) or by date alone. */
  hasCursor: flag.optional(),
  /** Name of the sort direction in directory searches. */
  sortMember: z.enum(['order', 'sortingOrder']).optional(),
  /** Whether the directory can be asked for one address; otherwise its SIREN is searched. */
  readsAddress: flag.optional(),
  /** Members in which a directory line tells its dates; the interface itself declares none. */
  lineFromMember: text(60).optional(),
  lineUntilMember: text(60).optional(),
});

/** An accredited platform (PA) as one tenant uses it: addresses, credentials, companies, and what it does in its own way. */
export const platformProfileSchema = z.strictObject({
  /** Our name of it: what routes give as `platform`. */
  platformId: shortName,
  name: text(200),
  /** Left out of polling and sending when false. */
  enabled: flag.default(true),
  /** Version of AFNOR XP Z12-013 that it serves. */
  version: z.enum(['1.2', '1.3']).default('1.3'),
  /** Address above `/v1/flows`. */
  flowServiceUrl: serviceUrl,
  /** Address above `/v1/directory-line`; left out: no look-up before sending. */
  directoryServiceUrl: serviceUrl.optional(),
  tokenUrl: serviceUrl,
  clientId: z.string().min(1).max(500),
  clientSecret: secretName,
  clientAuthentication: z.enum(['basic', 'body']).default('basic'),
  scope: text(500).optional(),
  audience: text(500).optional(),
  /**
   * The company of each seller at the platform, where one credential serves several: sellerRef → `Organization-Id`. Each is
   * polled on its own. Left empty, no `Organization-Id` is sent.
   */
  organizations: z.record(z.string().min(1).max(100), z.string().min(1).max(100)).default({}),
  /** SHA-256 fingerprint (hex) of a certificate to trust besides the system's authorities. */
  trustedCertificate: z.string().optional(),
  allowPrivateNetwork: flag.default(false),
  timeoutMs: z.coerce.number().int().min(100).max(120_000).default(30_000),
  /**
   * What the look-up of the buyer's address before sending decides. `required`: no answer, no sending yet. `advisory`: no
   * answer, sent all the same. `off`: not asked.
   */
  directoryCheck: z.enum(['required', 'advisory', 'off']).default('required'),
  poll: z
    .strictObject({
      everySeconds: seconds.default(60),
      /** How far each round looks back behind the newest flow seen: equal or late time stamps are not lost. */
      overlapSeconds: z.coerce.number().min(0).max(604_800).default(600),
      /** Where the very first round starts, in days before now. */
      firstDays: z.coerce.number().min(0).max(3650).default(30),
      pageSize: z.coerce.number().int().min(1).max(100).default(100),
    })
    .prefault({}),
  webhook: z
    .strictObject({
      /** Name of the secret that holds the signing key the platform gave. */
      keySecret: secretName,
      /** How the key is written: base64 of its bytes, or the bytes themselves. */
      keyEncoding: z.enum(['base64', 'text']).default('base64'),
      /** What is signed: the 32 bytes of the fingerprint, or its hexadecimal text. */
      fingerprint: z.enum(['bytes', 'hex']).default('bytes'),
      /** Callbacks stamped further from now are refused. */
      toleranceSeconds: z.coerce.number().int().min(1).max(86_400).default(300),
    })
    .optional(),
  quirks: platformQuirksSchema.prefault({}),
});

export type PlatformProfile = z.output<typeof platformProfileSchema>;
export type PlatformQuirks = Required<
  Omit<z.output<typeof platformQuirksSchema>, 'lineFromMember' | 'lineUntilMember'>
> &
  Pick<z.output<typeof platformQuirksSchema>, 'lineFromMember' | 'lineUntilMember'>;

/** What each version of the interface brought; a platform's own `quirks` win. */
const QUIRKS_OF_VERSION: Readonly<Record<PlatformProfile['version'], PlatformQuirks>> = {
  '1.3': {
    sendsTrackingId: true,
    sendsProcessingRule: true,
    sendsFlowProfile: true,
    sendsSha256: true,
    searchesTrackingId: true,
    hasCursor: true,
    sortMember: 'order',
    readsAddress: true,
  },
  // 1.2: pages by date, no include on lines; open clients of mid-2026 leave out the processing rule.
  '1.2': {
    sendsTrackingId: true,
    sendsProcessingRule: false,
    sendsFlowProfile: true,
    sendsSha256: true,
    searchesTrackingId: true,
    hasCursor: false,
    sortMember: 'sortingOrder',
    readsAddress: true,
  },
};

/** The quirks in force for a platform. */
export function quirksOf(platform: Pick<PlatformProfile, 'version' | 'quirks'>): PlatformQuirks {
  const own = Object.fromEntries(Object.entries(platform.quirks).filter(([, value]) => value !== undefined));
  return { ...QUIRKS_OF_VERSION[platform.version], ...own };
}
