import { createHash, randomBytes } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { FacteurError } from '#kernel';
import type { OutgoingDocument, Secrets } from '#ports';

let counter = 0;

/** An invented document; unlike any other unless told. */
export function outgoing(over: Partial<OutgoingDocument> = {}): OutgoingDocument {
  counter += 1;
  const number = `FA-TEST-${String(counter).padStart(5, '0')}`;
  const bytes = over.bytes ?? Buffer.from(`<Invoice><ID>${number}</ID>${randomBytes(2000).toString('hex')}</Invoice>`);
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    mediaType: 'application/xml',
    fileName: `${number}.xml`,
    invoiceNumber: number,
    idempotencyKey: `deliver-${number}-${randomBytes(4).toString('hex')}`,
    correlationId: `c-${number}`,
    ...over,
    bytes,
  };
}

export function secretsOf(values: Readonly<Record<string, string>>): Secrets {
  return {
    has: (name) => values[name] !== undefined,
    get: (name) => {
      const value = values[name];
      if (value === undefined) throw new FacteurError('SECRET.MISSING', 'precondition', 'No such secret', { name });
      return value;
    },
  };
}

/** A signal that is never given. */
export const patient = new AbortController().signal;

/** A port on which nobody listens. */
export async function deadPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
