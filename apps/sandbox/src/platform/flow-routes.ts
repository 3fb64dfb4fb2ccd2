import { z } from 'zod';
import { flowInfoSchema, flowSearchSchema, webhookSchema } from './api-schema.js';
import type { HeldFlow, KeptFlow } from './books.js';
import { readMultipart } from './multipart-reading.js';
import { jsonOf, problem, type Counter, type Known, type Reply, type Route } from './exchange.js';

const BASE = '/flow-service/v1';
const docType = z.enum(['Metadata', 'Original', 'Converted', 'ReadableView']);

/** The Flow Service, operation by operation (annex A). */
export const flowRoutes: Route = async (request, counter) => {
  if (!request.path.startsWith(`${BASE}/`)) return undefined;
  const [first, second] = request.path
    .slice(BASE.length + 1)
    .split('/')
    .map(decodeURIComponent);
  const call = `${request.method} ${first}`;
  if (call === 'GET healthcheck') return { status: 200 };
  if (call === 'POST flows') return second === 'search' ? search(request, counter) : createFlow(request, counter);
  if (call === 'GET flows' && second !== undefined) return getFlow(request, counter, second);
  if (call === 'POST webhooks') return createWebhook(request, counter);
  if (call === 'GET webhooks') {
    // The annex requires `webhookIds` and describes `webhooks`: both are given.
    const webhooks = counter.callbacks.of(request.organization).map(({ organization: _owner, ...shown }) => shown);
    return {
      status: 200,
      json: { count: webhooks.length, webhookIds: webhooks.map(({ webhookId }) => webhookId), webhooks },
    };
  }
  if (call === 'DELETE webhooks') {
    const isGone = counter.callbacks.unsubscribe(request.organization, second ?? '');
    return isGone ? { status: 204 } : problem(404, 'MISSING_RESOURCE', 'No such webhook');
  }
  return undefined;
};

async function createFlow(request: Known, { desk, faults }: Counter): Promise<Reply> {
  const parts = readMultipart(request.headers['content-type'], request.body);
  const info = parts?.find(({ name }) => name === 'flowInfo');
  const file = parts?.find(({ name }) => name === 'file');
  if (!parts || parts.length !== 2 || !info || !file || info.mediaType !== 'application/json') {
    return problem(400, 'MISSING_REQUIRED_FIELD', 'Two parts are needed: flowInfo (application/json) and file');
  }
  const parsed = flowInfoSchema.safeParse(jsonOf(info.bytes));
  if (!parsed.success) return problem(400, 'MISSING_REQUIRED_FIELD', z.prettifyError(parsed.error).slice(0, 500));
  const expected = parsed.data.flowSyntax === 'Factur-X' ? 'application/pdf' : 'application/xml';
  if (file.mediaType !== expected) return problem(422, 'UNPROCESSABLE_ENTITY', `The file must be ${expected}`);
  const flow = await desk.submit(request.organization, parsed.data, file.bytes);
  if (faults.strike('accept-then-timeout')) return { status: 0, fault: 'silent' };
  if (faults.strike('accept-then-fail')) return problem(500, 'INTERNAL_ERROR', 'Lost after it was stored');
  const { flowId, submittedAt } = flow;
  return { status: 202, json: { ...parsed.data, flowId, submittedAt } };
}

function search(request: Known, counter: Counter): Reply {
  const parsed = flowSearchSchema.safeParse(jsonOf(request.body));
  if (!parsed.success) return problem(400, 'MISSING_REQUIRED_FIELD', z.prettifyError(parsed.error).slice(0, 500));
  const { where, limit, cursor } = parsed.data;
  const { faults, desk } = counter;
  if (cursor !== undefined && faults.strike('stale-cursor')) return problem(400, 'BAD_CURSOR', 'No such cursor');
  const isBlind = where.trackingId !== undefined && faults.strike('blind-search') !== undefined;
  const found = isBlind ? [] : desk.books.search(request.organization, where);
  const hasCursor = faults.peek('no-cursor') === undefined;
  const start = hasCursor ? positionOf(cursor) : 0;
  const page = found.slice(start, start + limit);
  const nextCursor = hasCursor && start + limit < found.length ? cursorOf(start + limit) : undefined;
  return {
    status: 200,
    json: { limit, ...(nextCursor ? { nextCursor } : {}), filters: where, results: shown(page, counter) },
  };
}

function shown(page: readonly KeptFlow[], { faults }: Counter): HeldFlow[] {
  const flows = page.map(({ flow }) => flow);
  if (faults.strike('duplicates')) return flows.flatMap((flow) => [flow, flow]);
  return faults.strike('out-of-order') ? flows.reverse() : flows;
}

async function getFlow(request: Known, { desk, faults }: Counter, flowId: string): Promise<Reply> {
  const wanted = docType.safeParse(request.query.get('docType') ?? 'Metadata');
  if (!wanted.success) return problem(400, 'BAD_VALUE', 'docType');
  const kept = desk.books.find(flowId);
  if (!kept || kept.organization !== request.organization) return problem(404, 'MISSING_RESOURCE', 'No such flow');
  if (wanted.data === 'Metadata') return { status: 200, json: kept.flow };
  const original = await desk.books.content(flowId);
  const file = { name: kept.flow.name, bytes: original };
  const fault = faults.strike('cut-document') ? 'cut' : undefined;
  if (wanted.data === 'Original') return { status: 200, file, fault };
  if (kept.flow.flowSyntax === 'CDAR') return problem(404, 'MISSING_RESOURCE', 'No such document of this flow');
  // The simulator converts nothing: it shows the original under another name, which is enough to tell the calls apart.
  const name = wanted.data === 'Converted' ? `converted-${file.name}` : `readable-${file.name}.pdf`;
  return { status: 200, file: { name, bytes: original }, fault };
}

function createWebhook(request: Known, { callbacks }: Counter): Reply {
  const parsed = webhookSchema.safeParse(jsonOf(request.body));
  if (!parsed.success) return problem(400, 'MISSING_REQUIRED_FIELD', z.prettifyError(parsed.error).slice(0, 500));
  const made = callbacks.subscribe({ ...parsed.data, organization: request.organization });
  const { webhookId, signingKey, createdAt } = made;
  return { status: 201, json: { webhookId, signingKey, createdAt } };
}

const cursorOf = (position: number): string => Buffer.from(`at:${position}`).toString('base64url');

function positionOf(cursor: string | undefined): number {
  return Number(/^at:(\d+)$/.exec(Buffer.from(cursor ?? '', 'base64url').toString())?.[1] ?? 0);
}
