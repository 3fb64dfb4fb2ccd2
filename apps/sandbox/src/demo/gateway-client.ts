/** The gateway's API as an integrator sees it: plain HTTP and JSON. */
export class GatewayClient {
  constructor(
    readonly url: string,
    private readonly key: string,
  ) {}

  async get<T>(path: string): Promise<T> {
    return (await this.send('GET', path)).body as T;
  }

  async post(path: string, body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('POST', path, body, headers);
  }

  private async send(method: string, path: string, body?: string | Uint8Array, headers = {}): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.key}`, ...headers },
      body: body as string | undefined,
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  }
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Whether the gateway at this address takes work. */
export async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    // Nothing listens yet.
    return false;
  }
}
