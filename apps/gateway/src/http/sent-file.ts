import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { acceptParcel, type FlowContext } from '#flows';
import { FacteurError, sha256 } from '#kernel';
import type { Parcel, ParcelPurpose } from '#ports';
import { callerOf } from './access.guard.js';
import { BytesPipe } from './input.js';
import { checkedKey } from './keyed-route.js';

/** A file as the body of a request. */
export interface SentFile {
  readonly tenantId: string;
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  /** The `Idempotency-Key`, or the hash of the content. */
  readonly key: string;
}

/** The body of a request as it came, whose it is and under which key. */
export const Sent = createParamDecorator((_: unknown, context: ExecutionContext): SentFile => {
  const { headers, body } = context.switchToHttp().getRequest<FastifyRequest>();
  const bytes = new BytesPipe().transform(body);
  const header = headers['idempotency-key'];
  const key = checkedKey(typeof header === 'string' ? header : undefined) ?? sha256(bytes);
  const mediaType = (headers['content-type'] ?? 'application/octet-stream').split(';')[0] as string;
  return { tenantId: callerOf(context).tenantId, bytes, mediaType, key };
});

/** What a route for files says about its key. */
export const FILE_KEY = { 'Idempotency-Key': 'Up to 200 characters; without it the content itself is the key.' };

/**
 * Stores a sent file before anybody reads it, once for its key.
 * @throws FacteurError `${subject}.KEY_REUSED` (conflict) when the key came with other content.
 */
export async function takeFile(
  context: FlowContext,
  { tenantId, bytes, mediaType, key }: SentFile,
  purpose: ParcelPurpose,
  subject: string,
  query: { readonly mapping?: string; readonly fileName?: string },
): Promise<{ readonly parcel: Parcel; readonly repeated: boolean }> {
  const accepted = await acceptParcel(context, {
    tenantId,
    purpose,
    source: query.mapping === undefined ? 'api' : `api/${query.mapping}`,
    sourceKey: key,
    isKeyUnique: true,
    bytes,
    fileName: query.fileName ?? '',
    mediaType,
  });
  const { parcel } = accepted;
  if (accepted.kind !== 'conflict') return { parcel, repeated: accepted.kind === 'known' };
  throw new FacteurError(`${subject}.KEY_REUSED`, 'conflict', 'This Idempotency-Key was used with other content', {
    parcelId: parcel.id,
  });
}
