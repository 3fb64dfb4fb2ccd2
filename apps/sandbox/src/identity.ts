import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import ssh2 from 'ssh2';
import { z } from 'zod';
import { makeSshKey } from './ssh-key.js';
import { writeWhole } from './write-file.js';

const identitySchema = z.object({
  user: z.string(),
  password: z.string(),
  hmacSecret: z.string(),
  bearerToken: z.string(),
  hostKey: z.string(),
  clientKey: z.string(),
  clientKeyPassphrase: z.string(),
  clientPublicKey: z.string(),
  tlsKey: z.string(),
  tlsCertificate: z.string(),
});

/** Keys and credentials of the sandbox's invented customer. Made once a directory, so that pins outlive a restart. */
export type Identity = z.infer<typeof identitySchema>;

const FILE = 'identity.json';
const TEN_YEARS_MS = 10 * 365 * 86_400_000;

/** Reads the identity kept in the directory, or makes one there (readable by this user alone). */
export async function loadIdentity(directory: string): Promise<Identity> {
  const path = join(directory, FILE);
  const kept = await readFile(path, 'utf8').catch(() => undefined);
  if (kept !== undefined) return identitySchema.parse(JSON.parse(kept));
  const identity = await makeIdentity();
  await writeWhole(path, JSON.stringify(identity, null, 2), 0o600);
  return identity;
}

/** `SHA256:…` of an SSH key, as `ssh-keygen -lf` prints it. */
export function sshFingerprint(key: string): string {
  const parsed = ssh2.utils.parseKey(key);
  if (parsed instanceof Error) throw parsed;
  return `SHA256:${createHash('sha256').update(parsed.getPublicSSH()).digest('base64').replace(/=+$/, '')}`;
}

/** SHA-256 of a certificate, 64 lower-case hexadecimal digits. */
export function certificateFingerprint(pem: string): string {
  return new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase();
}

async function makeIdentity(): Promise<Identity> {
  const clientKeyPassphrase = randomBytes(12).toString('base64url');
  const client = makeSshKey('sandbox', { passphrase: clientKeyPassphrase });
  const certificate = await generate([{ name: 'commonName', value: 'sandbox.example.com' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + TEN_YEARS_MS),
    extensions: [
      { name: 'basicConstraints', cA: false },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return {
    user: 'facteur',
    password: randomBytes(12).toString('base64url'),
    hmacSecret: randomBytes(32).toString('base64url'),
    bearerToken: randomBytes(24).toString('base64url'),
    hostKey: makeSshKey('sandbox host').private,
    clientKey: client.private,
    clientKeyPassphrase,
    clientPublicKey: client.public,
    tlsKey: certificate.private,
    tlsCertificate: certificate.cert,
  };
}
