import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const SAMPLES = 'apps/sandbox/samples/orders';
/** One customer for each channel: SFTP (Factur-X), HTTPS (UBL), folder (UBL), SFTP (CII). */
const CUSTOMERS = ['C-MENUISERIE', 'C-MAGASIN', 'C-MAIRIE', 'C-WERKHAUS'];

export function sample(name: string): Buffer {
  return readFileSync(join(SAMPLES, name));
}

/** A small invented order; every `index` has its own amount, so that no payment fits two of them. */
export function order(prefix: string, index: number, customerRef = CUSTOMERS[index % CUSTOMERS.length] as string) {
  return {
    number: `${prefix}-${String(index).padStart(3, '0')}`,
    date: '2026-11-16',
    sellerRef: 'atelier-exemple',
    customerRef,
    references: { purchaseOrder: `BC-${prefix}-${index}`, buyerReference: 'SERVICE-EXEMPLE' },
    delivery: { date: '2026-11-18' },
    lines: [
      {
        quantity: 3,
        unit: 'C62',
        netPrice: `${200 + 7 * index}.${String((31 * index) % 100).padStart(2, '0')}`,
        vat: { code: 'N' },
        item: { name: 'Planche rabotée (exemple)', sellerItemId: 'PLANCHE' },
      },
    ],
  };
}

/** Three things are wrong with it; all three must be told at once. */
export function badOrder() {
  return { ...order('BAD', 1), date: 'yesterday', currency: 'EURO', customerRef: undefined };
}
