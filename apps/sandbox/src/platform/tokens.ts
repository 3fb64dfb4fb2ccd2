import { randomBytes } from 'node:crypto';

/** OAuth 2.0 client credentials: each client is one company, or one that names its company by `Organization-Id`. */
export interface PlatformClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Companies it may act for; the first one where it names none. */
  readonly organizations: readonly string[];
}

interface Grant {
  readonly client: PlatformClient;
  readonly until: number;
}

/** Grants tokens and knows whose they are. */
export class Tokens {
  private readonly grants = new Map<string, Grant>();
  lifeSeconds = 300;
  granted = 0;

  constructor(private readonly clients: readonly PlatformClient[]) {}

  /** The answer to a token request: status and body as RFC 6749 has them. */
  grant(authorization: string | undefined, form: URLSearchParams): { status: number; body: Record<string, unknown> } {
    if (form.get('grant_type') !== 'client_credentials') {
      return { status: 400, body: { error: 'unsupported_grant_type' } };
    }
    const [id, secret] = basicPair(authorization) ?? [form.get('client_id'), form.get('client_secret')];
    const client = this.clients.find((each) => each.clientId === id && each.clientSecret === secret);
    if (!client) return { status: 401, body: { error: 'invalid_client' } };
    const token = randomBytes(24).toString('base64url');
    this.grants.set(token, { client, until: Date.now() + this.lifeSeconds * 1000 });
    this.granted += 1;
    return { status: 200, body: { access_token: token, token_type: 'Bearer', expires_in: this.lifeSeconds } };
  }

  clientOf(authorization: string | undefined): PlatformClient | undefined {
    const token = /^Bearer ([\w-]+)$/.exec(authorization ?? '')?.[1];
    const grant = token === undefined ? undefined : this.grants.get(token);
    return grant && grant.until > Date.now() ? grant.client : undefined;
  }

  /** As after a restart of the authorisation server: every token is void. */
  revokeAll(): void {
    this.grants.clear();
  }
}

function basicPair(authorization: string | undefined): [string, string] | undefined {
  const encoded = /^Basic (\S+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const split = pair.indexOf(':');
  const decode = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));
  return [decode(pair.slice(0, split)), decode(pair.slice(split + 1))];
}
