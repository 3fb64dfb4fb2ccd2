import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sandbox } from '../sandbox.js';
import type { GatewayClient } from './gateway-client.js';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.xml': 'application/xml',
  '.csv': 'text/csv',
};

/**
 * Brings the sample orders to the gateway through its three doors: CSV by the SFTP server, UBL by the API, the rest by the
 * watched folder.
 */
export async function feedOrders(samples: string, sandbox: Sandbox, client: GatewayClient): Promise<void> {
  if (!existsSync(samples)) throw new Error(`No sample orders at ${samples}`);
  const names = (await readdir(samples)).filter((name) => MEDIA_TYPES[extensionOf(name)] !== undefined).sort();
  if (names.length === 0) throw new Error(`No sample orders in ${samples}`);
  for (const name of names) {
    const bytes = await readFile(join(samples, name));
    const extension = extensionOf(name);
    if (extension === '.csv') await sandbox.sftp.orders.drop(name, bytes);
    else if (extension === '.xml') {
      await client.post(`/v1/orders?fileName=${encodeURIComponent(name)}`, bytes, {
        'content-type': MEDIA_TYPES[extension] as string,
        'idempotency-key': `sample-${name}`,
      });
    } else await sandbox.erp.drop(name, bytes);
  }
}

function extensionOf(name: string): string {
  return name.slice(name.lastIndexOf('.'));
}
