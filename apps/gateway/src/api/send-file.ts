import type { FastifyReply } from 'fastify';

/** Sends bytes as a download; the name is reduced to plain characters, so that no header can be broken. */
export function sendFile(reply: FastifyReply, bytes: Uint8Array, file: { mediaType: string; fileName: string }): void {
  const safeName = file.fileName.replaceAll(/[^A-Za-z0-9._-]/g, '_');
  void reply
    .header('content-type', file.mediaType)
    .header('content-disposition', `attachment; filename="${safeName}"`)
    .header('x-content-type-options', 'nosniff')
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}
