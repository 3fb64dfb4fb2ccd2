/** A body's beginning. `isCut`: it broke off or went on beyond the limit. */
export interface BoundedBody {
  readonly bytes: Buffer;
  readonly isCut: boolean;
}

/** Reads a body up to `maxBytes` and leaves the rest. Never throws: a connection that breaks off cuts the body. */
export async function readBounded(body: AsyncIterable<unknown>, maxBytes: number): Promise<BoundedBody> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      const piece = Buffer.from(chunk as Uint8Array);
      chunks.push(piece.subarray(0, maxBytes - size));
      size += piece.length;
      if (size > maxBytes) break;
    }
  } catch {
    return { bytes: Buffer.concat(chunks), isCut: true };
  }
  return { bytes: Buffer.concat(chunks), isCut: size > maxBytes };
}
