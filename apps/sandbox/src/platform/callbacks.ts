import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import type { KeptFlow } from './books.js';

export interface Webhook {
  readonly webhookId: string;
  readonly signingKey: string;
  readonly createdAt: string;
  readonly callbackUrl: string;
  readonly organization: string;
  readonly flowTypes?: readonly string[];
  readonly flowDirection?: string;
  readonly ackStatus?: string;
}

/** Webhooks of the platform: signed, at least once, in no promised order. */
export class Callbacks {
  private readonly webhooks = new Map<string, Webhook>();
  private readonly running = new Set<Promise<number>>();

  subscribe(wanted: Omit<Webhook, 'webhookId' | 'signingKey' | 'createdAt'>, signingKey?: string): Webhook {
    const webhook: Webhook = {
      webhookId: randomUUID(),
      signingKey: signingKey ?? randomBytes(32).toString('base64'),
      createdAt: new Date().toISOString(),
      ...wanted,
    };
    this.webhooks.set(webhook.webhookId, webhook);
    return webhook;
  }

  unsubscribe(organization: string, webhookId: string): boolean {
    return this.webhooks.get(webhookId)?.organization === organization && this.webhooks.delete(webhookId);
  }

  of(organization: string): Webhook[] {
    return [...this.webhooks.values()].filter((webhook) => webhook.organization === organization);
  }

  /** Tells every webhook that asked for such flows. */
  tell({ organization, flow }: KeptFlow): void {
    for (const webhook of this.of(organization)) {
      if (webhook.flowTypes && !webhook.flowTypes.includes(flow.flowType)) continue;
      if (webhook.flowDirection !== undefined && webhook.flowDirection !== flow.flowDirection) continue;
      if (webhook.ackStatus !== undefined && webhook.ackStatus !== flow.acknowledgement.status) continue;
      const call = post(webhook, JSON.stringify(flow)).finally(() => this.running.delete(call));
      this.running.add(call);
    }
  }

  /** Resolves with the statuses of the calls under way; 0 where nobody answered. */
  settled(): Promise<number[]> {
    return Promise.all(this.running);
  }
}

/** `Afnor-Signature`: HMAC-SHA-256 over the SHA-256 of the body, `@` and the time stamp. */
export function signatureHeaders(body: string, signingKey: string, seconds: number): Record<string, string> {
  const fingerprint = createHash('sha256').update(`${body}@${seconds}`).digest();
  return {
    'afnor-signature': createHmac('sha256', Buffer.from(signingKey, 'base64')).update(fingerprint).digest('base64'),
    'afnor-signature-timestamp': String(seconds),
  };
}

function post(webhook: Webhook, body: string): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...signatureHeaders(body, webhook.signingKey, Math.floor(Date.now() / 1000)),
  };
  return new Promise((resolve) => {
    const call = request(webhook.callbackUrl, { method: 'POST', headers, timeout: 5000 }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    call.on('timeout', () => call.destroy());
    call.on('error', () => resolve(0));
    call.end(body);
  });
}
