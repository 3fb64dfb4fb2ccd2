/**
 * Bytes kept by their content: written once, never changed. The key is the lower-case hexadecimal SHA-256, so no name from
 * outside ever becomes a path.
 */
export interface DocumentStore {
  /** Durable when the promise resolves (flushed to disk, or acknowledged by the object store). Writing the same bytes twice is harmless. */
  put(bytes: Uint8Array): Promise<{ sha256: string; size: number }>;
  /**
   * The bytes, checked against their hash.
   * @throws FacteurError `DOCUMENT.MISSING` (not-found) or `DOCUMENT.DAMAGED` (defect).
   */
  get(sha256: string): Promise<Uint8Array>;
  has(sha256: string): Promise<boolean>;
}
