import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import S3rver from 's3rver';
import { sha256 } from '#kernel';
import { openS3Documents } from '#store';

// The keys that s3rver, a real server that speaks S3, knows.
const KEYS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

describe('documents in an S3-speaking server', () => {
  const directory = mkdtempSync(join(tmpdir(), 'facteur-s3-'));
  let server: S3rver;
  let endpoint: string;
  beforeAll(async () => {
    const configureBuckets = [{ name: 'archive', configs: [] }];
    server = new S3rver({ address: '127.0.0.1', port: 0, silent: true, directory, configureBuckets });
    const address = await server.run();
    endpoint = `http://127.0.0.1:${address.port}`;
  });
  afterAll(async () => {
    await server.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const open = (over: Partial<Parameters<typeof openS3Documents>[0]> = {}) =>
    openS3Documents({ endpoint, bucket: 'archive', region: 'us-east-1', prefix: 'facteur/', ...KEYS, ...over });
  const bytes = Buffer.from('<Invoice>é</Invoice>');
  const hash = sha256(bytes);

  it('keeps bytes under their hash, from many writers at once', async () => {
    const documents = open();
    expect(await documents.has(hash)).toBe(false);
    await Promise.all(Array.from({ length: 10 }, () => documents.put(bytes)));
    expect(await documents.put(bytes)).toEqual({ sha256: hash, size: bytes.length });
    expect(await documents.has(hash)).toBe(true);
    expect(Buffer.from(await documents.get(hash)).equals(bytes)).toBe(true);
  });

  it('names what is missing, damaged, refused or away', async () => {
    const documents = open();
    await expect(documents.get(sha256('other'))).rejects.toMatchObject({ code: 'DOCUMENT.MISSING' });
    await expect(documents.get('../x')).rejects.toMatchObject({ code: 'DOCUMENT.MISSING' });
    const folder = join(directory, 'archive', 'facteur', hash.slice(0, 2));
    for (const name of readdirSync(folder)) if (name.includes('object')) writeFileSync(join(folder, name), 'forged');
    await expect(documents.get(hash)).rejects.toMatchObject({ code: 'DOCUMENT.DAMAGED' });
    await expect(open({ bucket: 'nowhere' }).put(bytes)).rejects.toMatchObject({ code: 'DOCUMENT.STORE_REFUSED' });
    await expect(open({ accessKeyId: 'NOBODY' }).put(bytes)).rejects.toMatchObject({
      code: 'DOCUMENT.STORE_REFUSED',
      facts: { code: 'InvalidAccessKeyId' },
    });
    await expect(open({ endpoint: 'http://127.0.0.1:9' }).put(bytes)).rejects.toMatchObject({
      code: 'DOCUMENT.STORE_UNAVAILABLE',
      category: 'unavailable',
    });
  });
});
