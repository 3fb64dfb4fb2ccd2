import type { Clock } from '#kernel';
import type { PlatformProfile, PlatformQuirks, FlowDocument, FlowNews, Log, Platform, PlatformAnswer } from '#ports';
import { readFlow, readSearch, readSubscription, readWebhooks } from './flow-reading.js';
import { multipartOf } from './multipart.js';
import { batchOf, firstPosition, searchBody } from './search-flows.js';
import { asOutage, failureOf, jsonBody, jsonOf, type Call, type ServiceAnswer } from './service-call.js';
import { earlierFlow, outcomeOfEarlier, submissionOutcome } from './submit.js';

interface Tools {
  readonly call: Call;
  readonly clock: Clock;
  readonly log?: Log;
}

type FlowService = Pick<
  Platform,
  'submit' | 'findByTracking' | 'news' | 'flow' | 'document' | 'subscribe' | 'webhooks' | 'unsubscribe'
>;

/** 100 MB is the limit of a flow (annex A, 413). */
const MAX_FILE = 100 * 1024 * 1024;
const DOC_TYPES: Readonly<Record<FlowDocument, string>> = {
  original: 'Original',
  converted: 'Converted',
  readable: 'ReadableView',
};

/** The Flow Service: submission, search, documents, webhooks. */
export function createFlowService(profile: PlatformProfile, quirks: PlatformQuirks, tools: Tools): FlowService {
  const { call, clock, log } = tools;
  const base = profile.flowServiceUrl;

  const findByTracking: Platform['findByTracking'] = async (trackingId, sellerRef, signal) => {
    const body = { where: { trackingId }, limit: 100 };
    const organization = profile.organizations[sellerRef];
    const answer = await call(base, '/v1/flows/search', { method: 'POST', organization, signal, ...jsonBody(body) });
    const page = await askedFor(answer, (value) => readSearch(value, clock.now()), clock);
    if (page.kind !== 'found') return page;
    // Platforms that ignore the criterion answer with everything: only our own id counts.
    const own = page.value.flows.filter((flow) => flow.trackingId === trackingId && flow.direction === 'out');
    return { kind: 'found', value: own.sort((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime()) };
  };

  const flow: Platform['flow'] = async (flowRef, organization, signal) => {
    const path = `/v1/flows/${encodeURIComponent(flowRef)}?docType=Metadata`;
    const answer = await call(base, path, { method: 'GET', organization, signal });
    return askedFor(answer, (value): FlowNews | undefined => readFlow(value, clock.now()), clock);
  };

  return {
    findByTracking,
    flow,
    submit: async (outgoing, { mayBeThere, exceptFlowRef, signal }) => {
      if (mayBeThere && quirks.searchesTrackingId) {
        const found = await findByTracking(outgoing.trackingId, outgoing.sellerRef, signal);
        // Not knowing whether it is there, we do not send: that could double it.
        if (found.kind === 'absent') return { kind: 'unavailable', reason: found.reason };
        if (found.kind !== 'found') return found;
        const earlier = earlierFlow(found.value, exceptFlowRef);
        if (earlier) return outcomeOfEarlier(earlier);
      }
      if (outgoing.bytes.byteLength > MAX_FILE) return { kind: 'refused', reason: 'A flow holds 100 MB at most' };
      const answer = await call(base, '/v1/flows', {
        method: 'POST',
        organization: profile.organizations[outgoing.sellerRef],
        signal,
        body: multipartOf(outgoing, quirks),
      });
      return submissionOutcome(answer, clock);
    },
    news: async (organization, position, signal) => {
      const at = position ?? firstPosition(profile.poll, clock.now());
      const body = searchBody(at, profile.poll);
      const answer = await call(base, '/v1/flows/search', { method: 'POST', organization, signal, ...jsonBody(body) });
      // A cursor may have gone stale between two rounds: the round starts again by date.
      if (answer.kind === 'answer' && at.cursor !== undefined && [400, 404, 410, 422].includes(answer.status)) {
        return { kind: 'found', value: { flows: [], isLast: false, position: { since: at.since } } };
      }
      const page = await askedFor(answer, (value) => readSearch(value, clock.now()), clock);
      if (page.kind !== 'found') return page;
      if (page.value.unreadable > 0) {
        log?.warn('platform.unreadable-flows', { platform: profile.platformId, count: page.value.unreadable });
      }
      return { kind: 'found', value: batchOf(page.value, at, profile.poll, quirks) };
    },
    document: async (flowRef, which, organization, signal) => {
      const path = `/v1/flows/${encodeURIComponent(flowRef)}?docType=${DOC_TYPES[which]}`;
      const answer = await call(base, path, { method: 'GET', organization, signal, maxAnswerBytes: MAX_FILE });
      if (answer.kind !== 'answer') return asOutage(answer);
      if (answer.status === 404 || answer.status === 204) return { kind: 'absent', reason: `No ${which} document` };
      if (answer.status !== 200) return failureOf(answer, clock);
      // A file cut short must never be taken for the whole one.
      if (answer.isCut) return { kind: 'unavailable', reason: 'The document broke off, or is above 100 MB' };
      return { kind: 'found', value: { bytes: answer.bytes, ...namesOf(answer) } };
    },
    ...webhookCalls(base, tools),
  };
}

function webhookCalls(base: string, { call, clock }: Tools): Pick<Platform, 'subscribe' | 'webhooks' | 'unsubscribe'> {
  return {
    subscribe: async (callbackUrl, organization, signal) => {
      const answer = await call(base, '/v1/webhooks', {
        ...{ method: 'POST', organization, signal },
        ...jsonBody({ callbackUrl }),
      });
      const made = await askedFor(answer, readSubscription, clock);
      return made.kind === 'found' ? { kind: 'found', value: { ...made.value, callbackUrl } } : made;
    },
    webhooks: async (organization, signal) => {
      const answer = await call(base, '/v1/webhooks', { method: 'GET', organization, signal });
      return askedFor(answer, readWebhooks, clock);
    },
    unsubscribe: async (webhookRef, organization, signal) => {
      const path = `/v1/webhooks/${encodeURIComponent(webhookRef)}`;
      const answer = await call(base, path, { method: 'DELETE', organization, signal });
      if (answer.kind !== 'answer') return asOutage(answer);
      if (answer.status === 404) return { kind: 'absent', reason: 'No such webhook' };
      return answer.status >= 200 && answer.status < 300
        ? { kind: 'found', value: undefined }
        : failureOf(answer, clock);
    },
  };
}

/** The JSON that was asked for; 404 is an absence, everything else that is no success an outage or a fault of ours. */
async function askedFor<T>(
  answer: Awaited<ReturnType<Call>>,
  read: (value: unknown) => T | undefined,
  clock: Clock,
): Promise<PlatformAnswer<T>> {
  if (answer.kind !== 'answer') return asOutage(answer);
  if (answer.status === 404) return { kind: 'absent', reason: 'HTTP 404' };
  if (answer.status < 200 || answer.status > 299) return failureOf(answer, clock);
  const value = read(jsonOf(answer));
  return value === undefined
    ? { kind: 'unavailable', reason: `HTTP ${answer.status} with a body that cannot be read` }
    : { kind: 'found', value };
}

function namesOf(answer: ServiceAnswer): { mediaType: string; fileName?: string } {
  const one = (name: string): string => String(answer.headers[name] ?? '').slice(0, 1000);
  const fileName = /filename="?([^";]{1,255})/i.exec(one('content-disposition'))?.[1];
  return { mediaType: one('content-type') || 'application/octet-stream', ...(fileName ? { fileName } : {}) };
}
