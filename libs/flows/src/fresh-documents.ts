import type { DocumentStore } from '#ports';

/** Documents of a full load of deliveries, and not much more. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * A document store that remembers for a moment what was just written through it, so that the delivery which follows in the same
 * process need not read and hash it again. Each document is handed out once from memory; whatever is not there comes from the
 * store. For the jobs only: whoever verifies or downloads must see what the store holds.
 */
export function withFreshDocuments(store: DocumentStore): DocumentStore {
  const fresh = new Map<string, Uint8Array>();
  let held = 0;
  const take = (hash: string): Uint8Array | undefined => {
    const bytes = fresh.get(hash);
    if (bytes) held -= bytes.byteLength;
    fresh.delete(hash);
    return bytes;
  };
  return {
    put: async (bytes) => {
      const stored = await store.put(bytes);
      take(stored.sha256);
      fresh.set(stored.sha256, bytes);
      held += bytes.byteLength;
      for (const oldest of fresh.keys()) {
        if (held <= MAX_BYTES) break;
        take(oldest);
      }
      return stored;
    },
    get: async (hash) => take(hash) ?? store.get(hash),
    has: (hash) => store.has(hash),
  };
}
