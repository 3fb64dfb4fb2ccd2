import { FacteurError } from '#kernel';
import type { KeyedClient, Row } from './remote-command.js';

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The id of an invoice or credit note that people call by its number.
 * @throws FacteurError `INVOICE.UNKNOWN` (not-found), `INVOICE.AMBIGUOUS` (input) where sellers share the number.
 */
export async function invoiceId(gateway: KeyedClient, name: string): Promise<string> {
  if (ID.test(name)) return name;
  return only(await gateway.get<{ items: Row[] }>('invoices', { number: name }), 'INVOICE', name);
}

/**
 * The id of a late-payment claim that people call by its number; looked for among the newest 200.
 * @throws FacteurError `CLAIM.UNKNOWN` (not-found), `CLAIM.AMBIGUOUS` (input).
 */
export async function claimId(gateway: KeyedClient, name: string): Promise<string> {
  if (ID.test(name)) return name;
  const page = await gateway.get<{ items: Row[] }>('claims', { limit: 200 });
  return only({ items: page.items.filter((claim) => claim['number'] === name) }, 'CLAIM', name);
}

function only({ items }: { readonly items: readonly Row[] }, kind: string, name: string): string {
  const [found] = items;
  if (found === undefined) throw new FacteurError(`${kind}.UNKNOWN`, 'not-found', `There is no ${name}`, { name });
  if (items.length > 1) {
    throw new FacteurError(`${kind}.AMBIGUOUS`, 'input', `Several are numbered ${name}: give the id`, { name });
  }
  return String(found['id']);
}
