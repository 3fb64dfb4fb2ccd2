import type { Agent } from 'undici';
import { createTokenClient, type AgentPool, type TokenClient } from '#http';
import { asFacteurError, failed, ok, sha256, type Clock, type Result } from '#kernel';
import type { DeliveryOutcome, HttpsRoute, Secrets } from '#ports';

export type Misconfigured = Extract<DeliveryOutcome, { readonly kind: 'misconfigured' }>;

/** How a route proves who we are: the connections it goes over, and the token it carries if it carries one. */
export interface RouteCredentials {
  readonly agent: Agent;
  readonly tokens?: TokenClient;
}

export interface CredentialOptions {
  readonly secrets: Secrets;
  readonly agents: AgentPool;
  readonly clock: Clock;
  readonly connections: number;
}

const CONNECT_TIMEOUT_MS = 10_000;

/** Connections and tokens of routes; routes that agree share them. */
export class CredentialBook {
  private readonly tokens = new Map<string, TokenClient>();

  constructor(private readonly options: CredentialOptions) {}

  /** What a person has to mend (no such secret, a certificate that cannot be read) is the error. */
  of(route: HttpsRoute, trustedFingerprint: string | undefined): Result<RouteCredentials, Misconfigured> {
    try {
      const agent = this.agentOf(route, trustedFingerprint);
      return ok({ agent, ...(route.oauth2 ? { tokens: this.tokensOf(route.oauth2, route, agent) } : {}) });
    } catch (thrown) {
      return failed(misconfigured(thrown));
    }
  }

  private agentOf(route: HttpsRoute, trustedFingerprint: string | undefined): Agent {
    const { secrets, agents, connections } = this.options;
    const { clientCertificate: wanted, allowPrivateNetwork, timeoutMs } = route;
    const clientCertificate = wanted && {
      certificate: secrets.get(wanted.certificateSecret),
      privateKey: secrets.get(wanted.privateKeySecret),
      passphrase: wanted.passphraseSecret === undefined ? undefined : secrets.get(wanted.passphraseSecret),
    };
    const connectTimeoutMs = Math.min(CONNECT_TIMEOUT_MS, timeoutMs);
    return agents.for({ allowPrivateNetwork, trustedFingerprint, connectTimeoutMs, connections, clientCertificate });
  }

  private tokensOf(oauth2: NonNullable<HttpsRoute['oauth2']>, route: HttpsRoute, agent: Agent): TokenClient {
    const { secrets, clock } = this.options;
    // A secret that lacks is told now, not inside a token request.
    secrets.get(oauth2.clientSecret);
    const key = sha256(JSON.stringify([oauth2, route.allowPrivateNetwork, route.trustedCertificate]));
    const known =
      this.tokens.get(key) ??
      createTokenClient({
        ...oauth2,
        tokenUrl: new URL(oauth2.tokenUrl),
        clientSecret: () => secrets.get(oauth2.clientSecret),
        dispatcher: () => agent,
        timeoutMs: route.timeoutMs,
        clock,
      });
    this.tokens.set(key, known);
    return known;
  }
}

/** What failed, with the name of the secret where that is at fault; never its value. */
export function misconfigured(thrown: unknown): Misconfigured {
  const { message, facts } = asFacteurError(thrown);
  const named = typeof facts['name'] === 'string' ? `${message} (${facts['name']})` : message;
  return { kind: 'misconfigured', reason: named };
}
