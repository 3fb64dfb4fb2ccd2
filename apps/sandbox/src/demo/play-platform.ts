import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PLATFORM_SELLER, type Sandbox } from '../sandbox.js';
import type { GatewayClient } from './gateway-client.js';
import type { Storyteller } from './storyteller.js';
import type { Terminal } from './terminal.js';

/**
 * One invoice through the accredited platform, as the French reform has it: deposited (200), made available (203), approved by the
 * buyer (205), paid at the bank, and told by us to be collected (212), per VAT rate.
 */
export async function playPlatform(
  samples: string,
  sandbox: Sandbox,
  client: GatewayClient,
  story: Storyteller,
  terminal: Terminal,
): Promise<void> {
  const { platform } = sandbox;
  // The platform tells by signed callbacks; the gateway also asks by itself now and then.
  platform.callbacks.subscribe(
    { callbackUrl: `${client.url}/hooks/platforms/main/pa-exemple`, organization: PLATFORM_SELLER },
    sandbox.credentials.platformSigningKey,
  );
  terminal.say('platform');
  const order = await readFile(join(samples, '10-hotel.json'));
  await client.post('/v1/orders?fileName=10-hotel.json', order, {
    'content-type': 'application/json',
    'idempotency-key': 'sample-10-hotel.json',
  });
  const invoice = await waitFor(() => platform.desk.deposited().at(-1));
  await story.untilQuiet(1500, 8000);
  if (!invoice) return;
  terminal.say('approving');
  await platform.tell(invoice.number, { code: 205 });
  await story.untilQuiet(1000, 5000);
  terminal.say('collecting');
  await sandbox.settle((received) =>
    received.number === invoice.number
      ? { amount: received.payableAmount, reference: received.remittanceReference ?? received.number }
      : undefined,
  );
  const told = await waitFor(() => platform.desk.heard.find(({ number }) => number === invoice.number));
  await story.untilQuiet(800, 4000);
  if (!told) return;
  const amounts = told.collected.map(({ amount, rate }) => `${amount} (${rate} %)`).join(', ');
  terminal.say('collected', { number: told.number, amounts });
}

/** What appears within some seconds, or undefined. */
async function waitFor<T>(look: () => T | undefined): Promise<T | undefined> {
  for (let times = 0; times < 300; times += 1) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return undefined;
}
