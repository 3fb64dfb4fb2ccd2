import { describe, expect, it } from '@jest/globals';
import { sha256 } from '#kernel';
import type { DocumentStore } from '#ports';
import { withFreshDocuments } from './fresh-documents.js';

function countingStore() {
  const kept = new Map<string, Uint8Array>();
  const read: string[] = [];
  const store: DocumentStore = {
    put: async (bytes) => {
      kept.set(sha256(bytes), bytes);
      return { sha256: sha256(bytes), size: bytes.byteLength };
    },
    get: async (hash) => {
      read.push(hash);
      return kept.get(hash) ?? new Uint8Array();
    },
    has: async (hash) => kept.has(hash),
  };
  return { store, read };
}

describe('withFreshDocuments', () => {
  it('hands out what was just written once, and asks the store from then on', async () => {
    const { store, read } = countingStore();
    const documents = withFreshDocuments(store);
    const bytes = new TextEncoder().encode('document (example)');
    const { sha256: hash } = await documents.put(bytes);
    expect(await documents.get(hash)).toBe(bytes);
    expect(read).toEqual([]);
    expect(await documents.get(hash)).toEqual(bytes);
    expect(read).toEqual([hash]);
  });

  it('lets go of the oldest beyond its bound', async () => {
    const { store, read } = countingStore();
    const documents = withFreshDocuments(store);
    const hashes: string[] = [];
    for (let number = 0; number < 5; number += 1)
      hashes.push((await documents.put(new Uint8Array(4 * 1024 * 1024).fill(number))).sha256);
    await documents.get(hashes[0] ?? '');
    await documents.get(hashes[4] ?? '');
    expect(read).toEqual([hashes[0]]);
  });
});
