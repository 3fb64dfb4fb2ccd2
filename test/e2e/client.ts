/** One answer of the API. */
export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly mediaType: string;
  readonly body: T;
}

interface Request {
  readonly body?: string | Uint8Array;
  readonly mediaType?: string;
  readonly idempotencyKey?: string;
}

/** An integrator's client: plain HTTP, an API key, JSON. It knows nothing of the product's code. */
export class Client {
  constructor(
    private readonly url: () => string,
    private readonly key: string | undefined,
  ) {}

  /** The same address with another key; undefined: none at all. */
  withKey(key: string | undefined): Client {
    return new Client(this.url, key);
  }

  /** @throws Error when the answer is none of success. */
  async get<T>(path: string): Promise<T> {
    const answer = await this.send<T>('GET', path);
    if (answer.status !== 200) throw new Error(`GET ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** Every item of a list, page by page. `limit` is small on purpose, so that pages are really turned. */
  async all<T>(path: string, limit = 20): Promise<T[]> {
    const items: T[] = [];
    let cursor: string | undefined;
    do {
      const query = `limit=${limit}${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
      const page: { items: T[]; nextCursor?: string } = await this.get(
        `${path}${path.includes('?') ? '&' : '?'}${query}`,
      );
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return items;
  }

  async bytes(path: string): Promise<Buffer> {
    const response = await this.fetch('GET', path);
    if (!response.ok) throw new Error(`GET ${path}: ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  }

  postJson<T = Record<string, unknown>>(path: string, body?: unknown, idempotencyKey?: string): Promise<Answer<T>> {
    const content = body === undefined ? undefined : JSON.stringify(body);
    return this.send('POST', path, { body: content, mediaType: 'application/json', idempotencyKey });
  }

  postXml<T = Record<string, unknown>>(path: string, body: Uint8Array, idempotencyKey?: string): Promise<Answer<T>> {
    return this.send('POST', path, { body, mediaType: 'application/xml', idempotencyKey });
  }

  async send<T = Record<string, unknown>>(method: string, path: string, request: Request = {}): Promise<Answer<T>> {
    const response = await this.fetch(method, path, request);
    const text = await response.text();
    const mediaType = (response.headers.get('content-type') ?? '').split(';')[0] as string;
    return { status: response.status, mediaType, body: (mediaType.endsWith('json') ? JSON.parse(text) : text) as T };
  }

  private fetch(method: string, path: string, request: Request = {}): Promise<Response> {
    const headers: Record<string, string> = {};
    if (this.key !== undefined) headers['authorization'] = `Bearer ${this.key}`;
    if (request.body !== undefined) headers['content-type'] = request.mediaType ?? 'application/json';
    if (request.idempotencyKey !== undefined) headers['idempotency-key'] = request.idempotencyKey;
    return fetch(`${this.url()}${path}`, { method, headers, body: request.body as string | undefined });
  }
}
