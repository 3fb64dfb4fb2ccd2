import type { Sandbox } from '../sandbox.js';
import type { GatewayClient } from './gateway-client.js';

/**
 * What the customers do with what they got: most pay in full and quote the reference; every fifth pays short and quotes nothing
 * that can be recognised, so that a person has to decide.
 */
export async function payMost(sandbox: Sandbox): Promise<void> {
  let count = 0;
  await sandbox.settle((invoice) => {
    count += 1;
    if (count % 5 === 0) return { amount: invoice.payableAmount, reference: 'Thank you for your delivery' };
    if (count % 4 === 0) return undefined;
    return { amount: invoice.payableAmount, reference: invoice.remittanceReference ?? invoice.number };
  });
}

/** One customer disputes the quantity of an open invoice. */
export async function objectOnce(client: GatewayClient): Promise<void> {
  const { items } = await client.get<{ items: { id: string; kind: string }[] }>('/v1/invoices?open=true&limit=200');
  const invoice = items.find((each) => each.kind === 'invoice');
  if (!invoice) return;
  const body = JSON.stringify({ cause: 'QUANTITY', comment: 'Two pieces are missing (sample text)' });
  await client.post(`/v1/invoices/${invoice.id}/disputes`, body, { 'content-type': 'application/json' });
}
