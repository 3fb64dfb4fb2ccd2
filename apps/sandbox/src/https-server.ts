import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import { sha256 } from '#kernel';
import { FaultSwitch } from './fault-switch.js';
import type { Identity } from './identity.js';
import { listenOnLoopback } from './listen.js';
import type { SandboxLog } from './log.js';
import type { PostedDocuments, Receipt } from './received-documents.js';
import { checkRequest } from './request-check.js';

/** What the customer's HTTPS endpoint can be made to do. */
export type HttpsFault =
  /** The customer's own verdict: 422 with a reason. */
  | { readonly kind: 'refuse'; readonly reason?: string; readonly times?: number }
  /** An outage: `status` (500 unless said), with Retry-After where given. */
  | { readonly kind: 'fail'; readonly status?: number; readonly retryAfter?: string; readonly times?: number }
  /** The answer comes late. */
  | { readonly kind: 'slow'; readonly ms: number; readonly times?: number }
  /** The document is kept and its key remembered, but no answer ever comes. */
  | { readonly kind: 'accept-then-timeout'; readonly times?: number }
  /** Any answer a test wants to see. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      readonly times?: number;
    };

export interface HttpsPeer {
  readonly url: string;
  readonly port: number;
  readonly faults: FaultSwitch<HttpsFault>;
  requestCount(): number;
  stop(): Promise<void>;
}

const MAX_BODY = 32 * 1024 * 1024;

/** The customer's endpoint `POST /documents`: checks the request, keeps the document, answers a repetition the same. */
export async function startHttpsServer(
  posted: PostedDocuments,
  identity: Identity,
  port: number,
  log: SandboxLog,
): Promise<HttpsPeer> {
  const faults = new FaultSwitch<HttpsFault>();
  let count = 0;
  const server = createServer({ key: identity.tlsKey, cert: identity.tlsCertificate }, (request, response) => {
    count += 1;
    receive(request, response, posted, identity, faults).catch((error: unknown) => {
      log.warn('sandbox.https.request-failed', { message: isNativeError(error) ? error.message : String(error) });
      if (!response.headersSent) answer(response, 500, { error: 'The endpoint failed' });
    });
  });
  server.on('tlsClientError', (error) => log.info('sandbox.https.handshake-failed', { message: error.message }));
  const actualPort = await listenOnLoopback(server, port);
  log.info('sandbox.https.listening', { port: actualPort });
  return {
    url: `https://127.0.0.1:${actualPort}/documents`,
    port: actualPort,
    faults,
    requestCount: () => count,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  posted: PostedDocuments,
  identity: Identity,
  faults: FaultSwitch<HttpsFault>,
): Promise<void> {
  const body = await readBody(request);
  if (request.method !== 'POST' || request.url !== '/documents')
    return answer(response, 404, { error: 'No such place' });
  if (body === undefined) return answer(response, 413, { error: 'The document is too large' });
  const slow = faults.strike('slow');
  if (slow) await wait(slow.ms);
  if (await answeredByFault(response, faults)) return;
  const rejection = checkRequest(request.headers, body, identity);
  if (rejection) return answer(response, rejection.status, { error: rejection.error });
  const key = String(request.headers['idempotency-key']);
  const known = posted.find(key);
  if (known && known.sha256 !== sha256(body)) {
    return answer(response, 409, { error: 'The same key came with another document' });
  }
  const receipt = known ?? (await posted.keep(key, nameOf(request), invoiceOf(request), body));
  if (faults.strike('accept-then-timeout')) return;
  answerReceipt(response, receipt);
}

async function answeredByFault(response: ServerResponse, faults: FaultSwitch<HttpsFault>): Promise<boolean> {
  const refusal = faults.strike('refuse');
  if (refusal) {
    answer(response, 422, { error: refusal.reason ?? 'The purchase order number is not known here' });
    return true;
  }
  const failure = faults.strike('fail');
  if (failure) {
    if (failure.retryAfter !== undefined) response.setHeader('retry-after', failure.retryAfter);
    answer(response, failure.status ?? 500, { error: 'Out of order' });
    return true;
  }
  const wanted = faults.strike('answer');
  if (wanted) response.writeHead(wanted.status, wanted.headers).end(wanted.body ?? '');
  return wanted !== undefined;
}

function answerReceipt(response: ServerResponse, { receipt, receivedAt }: Receipt): void {
  answer(response, 201, { receipt, receivedAt });
}

function answer(response: ServerResponse, status: number, content: Readonly<Record<string, string>>): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size <= MAX_BODY) chunks.push(chunk);
  }
  return size <= MAX_BODY ? Buffer.concat(chunks) : undefined;
}

function nameOf(request: IncomingMessage): string {
  const disposition = request.headers['content-disposition'] ?? '';
  return /filename="([^"]{1,200})"/.exec(disposition)?.[1] ?? 'document';
}

function invoiceOf(request: IncomingMessage): string {
  const invoice = request.headers['x-facteur-invoice'];
  return typeof invoice === 'string' ? invoice : '';
}
