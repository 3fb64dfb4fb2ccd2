import { FacteurError } from '#kernel';

/**
 * The parts of a `multipart/form-data` body (RFC 7578) by name, as bytes. The size was bounded when the body was read; names of
 * files that the sender gave are not used.
 * @throws FacteurError `HTTP.MULTIPART` (input) when the body is not what its content type says.
 */
export async function readParts(body: Uint8Array, contentType: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const parts = new Map<string, Uint8Array>();
  try {
    const form = await new Response(Buffer.from(body), { headers: { 'content-type': contentType } }).formData();
    for (const [name, value] of form.entries()) {
      parts.set(name, typeof value === 'string' ? Buffer.from(value) : new Uint8Array(await value.arrayBuffer()));
    }
  } catch (cause) {
    throw new FacteurError('HTTP.MULTIPART', 'input', 'The body is not well-formed multipart/form-data', {}, { cause });
  }
  return parts;
}

export function isMultipart(contentType: string | undefined): contentType is string {
  return contentType !== undefined && /^multipart\/form-data\b/i.test(contentType);
}
