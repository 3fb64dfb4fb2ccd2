import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import type { SandboxLog } from '../log.js';
import { problem, type Counter, type Known, type Reply } from './exchange.js';
import { directoryRoutes } from './directory-routes.js';
import { flowRoutes } from './flow-routes.js';

const MAX_BODY = 110 * 1024 * 1024;

/** The platform over HTTP: token address, Flow Service and Directory Service below one host. */
export function createPlatformServer(counter: Counter, log: SandboxLog): { server: Server; requests: string[] } {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    answer(request, response, counter).catch((error: unknown) => {
      log.warn('sandbox.platform.request-failed', { message: isNativeError(error) ? error.message : String(error) });
      if (!response.headersSent) send(response, problem(500, 'INTERNAL_ERROR', 'The platform failed'));
    });
  });
  return { server, requests };
}

async function answer(request: IncomingMessage, response: ServerResponse, counter: Counter): Promise<void> {
  const body = await readBody(request);
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const slow = counter.faults.peek('slow');
  if (slow && pathname.includes(slow.path ?? '')) {
    counter.faults.strike('slow');
    await wait(slow.ms);
  }
  const failure = counter.faults.peek('fail');
  if (failure && pathname.includes(failure.path ?? '')) {
    counter.faults.strike('fail');
    if (failure.retryAfter !== undefined) response.setHeader('retry-after', failure.retryAfter);
    return send(response, problem(failure.status, failure.errorCode ?? 'RESOURCE_ERROR', 'Out of order'));
  }
  if (pathname === '/token' && request.method === 'POST') {
    const granted = counter.tokens.grant(request.headers.authorization, new URLSearchParams(body?.toString('utf8')));
    return send(response, { status: granted.status, json: granted.body });
  }
  if (body === undefined) return send(response, problem(413, 'FILE_SIZE_EXCEEDED', '100 MB at most'));
  if (counter.faults.strike('token-expiry')) counter.tokens.revokeAll();
  const client = counter.tokens.clientOf(request.headers.authorization);
  if (!client) return send(response, problem(401, 'MISSING_TOKEN', 'No token, or one that is not in force'));
  const named = request.headers['organization-id'];
  const organization = typeof named === 'string' ? named : (client.organizations[0] ?? '');
  if (!client.organizations.includes(organization)) {
    return send(response, problem(403, 'FORBIDDEN_ACCESS', 'Not one of your companies'));
  }
  const known: Known = {
    ...{ method: request.method ?? '', path: pathname, query: searchParams },
    ...{ headers: request.headers, body, organization },
  };
  const reply = (await flowRoutes(known, counter)) ?? (await directoryRoutes(known, counter));
  send(response, reply ?? problem(404, 'MISSING_RESOURCE', 'No such place'));
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply.fault === 'silent') return;
  if (reply.file) {
    const { name, bytes } = reply.file;
    response.writeHead(reply.status, {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${name}"`,
      'content-length': bytes.length,
    });
    if (reply.fault !== 'cut') return void response.end(bytes);
    response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
    return;
  }
  if (reply.json === undefined) return void response.writeHead(reply.status).end();
  response.writeHead(reply.status, { 'content-type': 'application/json' }).end(JSON.stringify(reply.json));
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
