import { setMaxListeners } from 'node:events';
import { createAgentPool, createTokenClient } from '#http';
import { asFacteurError, systemClock, type Clock } from '#kernel';
import { quirksOf, type PlatformProfile, type Log, type Platform, type Secrets } from '#ports';
import { judgeCallback } from './callback.js';
import { lookUpAddress, searchLines } from './directory.js';
import { createFlowService } from './flow-service.js';
import { asOutage, callService, failureOf, jsonBody, type Call } from './service-call.js';

export interface PlatformOptions {
  readonly secrets: Secrets;
  readonly log?: Log;
  readonly clock?: Clock;
}

const MAX_JSON = 8 * 1024 * 1024;

/**
 * An accredited platform by AFNOR XP Z12-013, version 1.3 with the differences of 1.2 as data (`quirks`). One call of the port is
 * at most one submission; nothing is repeated here but what a refused token undid.
 */
export function createAfnorPlatform(profile: PlatformProfile, options: PlatformOptions): Platform {
  const { secrets, log, clock = systemClock } = options;
  const quirks = quirksOf(profile);
  const agents = createAgentPool();
  const dispatcher = () =>
    agents.for({
      allowPrivateNetwork: profile.allowPrivateNetwork,
      trustedFingerprint: profile.trustedCertificate?.replaceAll(':', '').toLowerCase() || undefined,
      connectTimeoutMs: Math.min(10_000, profile.timeoutMs),
      connections: 8,
    });
  const tokens = createTokenClient({
    tokenUrl: new URL(profile.tokenUrl),
    clientId: profile.clientId,
    clientSecret: () => secrets.get(profile.clientSecret),
    authentication: profile.clientAuthentication,
    scope: profile.scope,
    audience: profile.audience,
    ...{ dispatcher, timeoutMs: profile.timeoutMs, clock },
  });

  const call: Call = async (base, path, over) => {
    const url = addressOf(base, path, profile.allowPrivateNetwork);
    if (typeof url === 'string') return { kind: 'misconfigured', reason: url };
    if (!secrets.has(profile.clientSecret)) {
      return { kind: 'misconfigured', reason: `The secret ${profile.clientSecret} is not set` };
    }
    setMaxListeners(0, over.signal);
    const request = { maxAnswerBytes: MAX_JSON, ...over, url };
    const answer = await callService(request, { tokens, dispatcher, timeoutMs: profile.timeoutMs });
    const outcome = answer.kind === 'answer' ? answer.status : answer.kind;
    if (answer.kind !== 'answer' || answer.status >= 400) {
      log?.info('platform.call-failed', { platform: profile.platformId, method: over.method, path, outcome });
    }
    return answer;
  };
  const directory = {
    call: (method: 'GET' | 'POST', path: string, body: unknown, signal: AbortSignal) =>
      call(profile.directoryServiceUrl ?? '', path, { method, signal, ...(body === undefined ? {} : jsonBody(body)) }),
    ...{ quirks, clock },
  };
  const organizations = [...new Set(Object.values(profile.organizations))].sort();

  return {
    platformId: profile.platformId,
    directoryCheck: profile.directoryServiceUrl === undefined ? 'off' : profile.directoryCheck,
    pollEverySeconds: profile.poll.everySeconds,
    hearsCallbacks: profile.webhook !== undefined,
    organizations: organizations.length === 0 ? [undefined] : organizations,
    organizationOf: (sellerRef) => profile.organizations[sellerRef],
    ...createFlowService(profile, quirks, { call, clock, log }),
    lookUp: async (address, on, signal) =>
      profile.directoryServiceUrl === undefined
        ? { kind: 'unknown', reason: 'No directory service is configured', isOurs: true, checkedAt: clock.now() }
        : lookUpAddress(address, on, signal, directory),
    linesOf: (siren, signal) => searchLines({ siren: { op: 'strict', value: siren } }, signal, directory),
    health: async (signal) => ({
      flows: await healthOf(profile.flowServiceUrl, call, clock, signal),
      directory:
        profile.directoryServiceUrl === undefined
          ? 'not configured'
          : await healthOf(profile.directoryServiceUrl, call, clock, signal),
    }),
    judgeCallback: (callback) => {
      const { webhook } = profile;
      if (!webhook || !secrets.has(webhook.keySecret)) return { kind: 'rejected', reason: 'no-key' };
      return judgeCallback(callback, webhook, secrets.get(webhook.keySecret), clock.now());
    },
    close: () => agents.close(),
  };
}

/** Plain HTTP carries secrets in the clear: it is for platforms on our own network, where private addresses are allowed. */
function addressOf(base: string, path: string, allowPrivateNetwork: boolean): URL | string {
  const text = `${base.replace(/\/+$/, '')}${path}`;
  if (!URL.canParse(text)) return 'The address of the service is not a URL';
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return 'The address of the service must not hold a password';
  if (url.protocol === 'http:' && !allowPrivateNetwork) return 'The address of the service must be https';
  return url;
}

async function healthOf(base: string, call: Call, clock: Clock, signal: AbortSignal): Promise<string> {
  try {
    const answer = await call(base, '/v1/healthcheck', { method: 'GET', signal });
    if (answer.kind !== 'answer') return asOutage(answer).reason;
    return answer.status === 200 || answer.status === 204 ? 'ok' : failureOf(answer, clock).reason;
  } catch (thrown) {
    return asFacteurError(thrown).message;
  }
}
