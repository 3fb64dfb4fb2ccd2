import { AwsClient } from 'aws4fetch';
import { FacteurError, sha256 } from '#kernel';
import type { DocumentStore } from '#ports';
import { isError } from './thrown.js';

export interface S3Options {
  /** `https://…` of the service; the bucket is addressed in the path. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  /** Before every key, e.g. `facteur/`. */
  readonly prefix?: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Years for which the service itself refuses to delete an object; the bucket needs object lock. */
  readonly objectLockYears?: number;
  /** An answer may take this long; 30 s unless said. */
  readonly timeoutMs?: number;
}

const HASH = /^[0-9a-f]{64}$/;
const RETRIES = 3;

/**
 * Documents in S3 or anything that speaks it, `<prefix>ab/<sha256>`. The service checks the bytes against their SHA-256 before it
 * answers, so an object is there whole or not at all; reading checks again.
 */
export function openS3Documents(options: S3Options): DocumentStore {
  return new S3Documents(options);
}

class S3Documents implements DocumentStore {
  private readonly client: AwsClient;

  constructor(private readonly options: S3Options) {
    const { accessKeyId, secretAccessKey, region } = options;
    this.client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: RETRIES });
  }

  async put(bytes: Uint8Array): Promise<{ sha256: string; size: number }> {
    const hash = sha256(bytes);
    const headers = { 'x-amz-content-sha256': hash, 'content-type': 'application/octet-stream', ...this.lock() };
    const response = await this.send('PUT', hash, { body: Buffer.from(bytes), headers });
    if (!response.ok) throw await refused(response, 'PUT');
    await response.arrayBuffer();
    return { sha256: hash, size: bytes.byteLength };
  }

  async get(hash: string): Promise<Uint8Array> {
    const response = HASH.test(hash) ? await this.send('GET', hash) : undefined;
    if (response === undefined || response.status === 404)
      throw new FacteurError('DOCUMENT.MISSING', 'not-found', 'The document is not in the store', { sha256: hash });
    if (!response.ok) throw await refused(response, 'GET');
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (sha256(bytes) !== hash)
      throw new FacteurError('DOCUMENT.DAMAGED', 'defect', 'The document no longer has its hash', { sha256: hash });
    return bytes;
  }

  async has(hash: string): Promise<boolean> {
    if (!HASH.test(hash)) return false;
    const response = await this.send('HEAD', hash);
    if (response.status === 404) return false;
    if (!response.ok) throw await refused(response, 'HEAD');
    return true;
  }

  private lock(): Record<string, string> {
    if (this.options.objectLockYears === undefined) return {};
    const until = new Date();
    until.setUTCFullYear(until.getUTCFullYear() + this.options.objectLockYears);
    return { 'x-amz-object-lock-mode': 'COMPLIANCE', 'x-amz-object-lock-retain-until-date': until.toISOString() };
  }

  private async send(
    method: string,
    hash: string,
    { body, headers }: { body?: Buffer; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const { endpoint, bucket, prefix = '', timeoutMs = 30_000 } = this.options;
    const url = `${endpoint.replace(/\/$/, '')}/${bucket}/${prefix}${hash.slice(0, 2)}/${hash}`;
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      return await this.client.fetch(url, { method, body, headers, signal, redirect: 'error' });
    } catch (thrown) {
      const reason = isError(thrown) ? thrown.message : String(thrown);
      const message = `The document store does not answer: ${reason}`;
      throw new FacteurError('DOCUMENT.STORE_UNAVAILABLE', 'unavailable', message, { method }, { cause: thrown });
    }
  }
}

/** 5xx and 429 pass; anything else needs a person. The service's own code is told, never a header or a key. */
async function refused(response: Response, method: string): Promise<FacteurError> {
  const text = (await response.text()).slice(0, 2000);
  const code = /<Code>([A-Za-z0-9.]{1,60})<\/Code>/.exec(text)?.[1] ?? 'none';
  const facts = { method, status: response.status, code };
  if (response.status >= 500 || response.status === 429)
    return new FacteurError('DOCUMENT.STORE_UNAVAILABLE', 'unavailable', 'The document store cannot serve now', facts);
  return new FacteurError('DOCUMENT.STORE_REFUSED', 'precondition', 'The document store refuses the request', facts);
}
