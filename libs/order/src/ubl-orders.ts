import type { Problem } from '#kernel';
import { DEFAULT_ORDER_LIMITS, type OrderLimits } from './limits.js';
import { parseOrder, unreadable, type OrderReading } from './parse-order.js';
import { bounded, problem } from './problems.js';
import { RawOrder } from './raw-order.js';
import { select, UblCursor } from './ubl-cursor.js';
import {
  UBL_ADDRESS,
  UBL_ALLOWANCE_CHARGE,
  UBL_ATTRIBUTE,
  UBL_CLASSIFICATION,
  UBL_DELIVERY_ADDRESSES,
  UBL_DOCUMENT_ALLOWANCE_CHARGE,
  UBL_ORDER,
  UBL_ORDER_LINE,
  type UblRow,
} from './ubl-order.map.js';
import { readXmlTree, type UblNode } from './ubl-tree.js';

const ORDER_NAMESPACE = 'urn:oasis:names:specification:ubl:schema:xsd:Order-2';

/**
 * Reads a UBL 2.0 or 2.1 Order; other documents of the family (responses, changes, cancellations, despatch advices) are refused
 * by name. What an invoice cannot use stays unread and is listed with the order.
 */
export function readUblOrders(bytes: Uint8Array, limits: OrderLimits = DEFAULT_ORDER_LIMITS): OrderReading {
  const tree = readXmlTree(bytes, limits);
  if (!tree.ok) return unreadable(...tree.error);
  const root = tree.value;
  if (root.name !== 'Order' || root.uri !== ORDER_NAMESPACE) return unreadable(notAnOrder(root));
  return readRoot(root, limits);
}

function readRoot(root: UblNode, limits: OrderLimits): OrderReading {
  const raw = new RawOrder((path) => ({ row: root.line, field: elementOf(path) }));
  const cursor = new UblCursor(raw);
  cursor.fill(root, '', [], UBL_ORDER);
  fillDeliveryAddress(root, cursor);
  fillAllowances(root, '', [], cursor, UBL_DOCUMENT_ALLOWANCE_CHARGE);
  select(root, 'cac:OrderLine/cac:LineItem').forEach((line, index) => fillLine(line, index, cursor, raw));
  const outcome = parseOrder(raw.finished(), raw.locate);
  const problems = [...currencyProblems(root, raw), ...(outcome.ok ? [] : outcome.error)];
  const number = raw.value['number'];
  if (outcome.ok && problems.length === 0) {
    return {
      orders: [{ position: 0, row: 1, order: outcome.value, locate: raw.locate, unread: cursor.unread(root) }],
      rejected: [],
      problems,
    };
  }
  const kept = bounded(problems, limits.maxProblems);
  return {
    orders: [],
    rejected: [
      { position: 0, row: 1, number: typeof number === 'string' ? number.slice(0, 100) : undefined, problems: kept },
    ],
    problems: kept,
  };
}

function fillLine(line: UblNode, index: number, cursor: UblCursor, raw: RawOrder): void {
  const path = ['lines', index];
  const at = `cac:OrderLine[${index + 1}]/cac:LineItem/`;
  cursor.fill(line, at, path, UBL_ORDER_LINE);
  // A description that had to serve as the name is not repeated (BT-154).
  const item = (raw.value['lines'] as { item?: { name?: string; description?: string } }[] | undefined)?.[index]?.item;
  if (item?.description !== undefined && item.description === item.name) delete item.description;
  select(line, 'cac:Item/cac:AdditionalItemProperty').forEach((property, place) =>
    cursor.fill(
      property,
      `${at}cac:Item/cac:AdditionalItemProperty[${place + 1}]/`,
      [...path, 'item', 'attributes', place],
      UBL_ATTRIBUTE,
    ),
  );
  select(line, 'cac:Item/cac:CommodityClassification').forEach((one, place) =>
    cursor.fill(
      one,
      `${at}cac:Item/cac:CommodityClassification[${place + 1}]/`,
      [...path, 'item', 'classifications', place],
      UBL_CLASSIFICATION,
    ),
  );
  fillAllowances(line, at, path, cursor, UBL_ALLOWANCE_CHARGE);
}

function fillAllowances(
  node: UblNode,
  at: string,
  path: readonly (string | number)[],
  cursor: UblCursor,
  rows: readonly UblRow[],
): void {
  const places = { allowances: 0, charges: 0 };
  select(node, 'cac:AllowanceCharge').forEach((one, index) => {
    const indicator = select(one, 'cbc:ChargeIndicator')[0];
    if (indicator) cursor.markRead(indicator);
    const list = indicator?.text === 'true' || indicator?.text === '1' ? 'charges' : 'allowances';
    cursor.fill(one, `${at}cac:AllowanceCharge[${index + 1}]/`, [...path, list, places[list]], rows);
    places[list] += 1;
  });
}

/** EN 16931 has no address without country (BT-80): an address that lacks it is left for the profile to give. */
function fillDeliveryAddress(root: UblNode, cursor: UblCursor): void {
  for (const path of UBL_DELIVERY_ADDRESSES) {
    const address = select(root, path).find((one) => select(one, 'cac:Country/cbc:IdentificationCode').length > 0);
    if (address) return cursor.fill(address, `${path}/`, ['delivery', 'address'], UBL_ADDRESS);
  }
}

/** An invoice has one currency (BT-5): an amount in another one is a problem. */
function currencyProblems(root: UblNode, raw: RawOrder): Problem[] {
  const currency = raw.value['currency'];
  const problems: Problem[] = [];
  const walk = (node: UblNode): void => {
    const own = node.attributes['currencyID'];
    if (own !== undefined && own !== currency) problems.push(otherCurrency(node, own, String(currency)));
    node.children.forEach(walk);
  };
  walk(root);
  return problems;
}

/** The element that would hold a field of the canonical order. */
function elementOf(path: readonly (string | number)[]): string {
  const isLine = path[0] === 'lines' && typeof path[1] === 'number';
  const dotted = (isLine ? path.slice(2) : path).join('.');
  const rows = isLine ? UBL_ORDER_LINE : UBL_ORDER;
  const row = rows.find((one) => one.to === dotted) ?? rows.find((one) => one.to.startsWith(`${dotted}.`));
  const from = row?.from[0];
  if (from === undefined) return path[0] === 'lines' && path.length === 1 ? 'cac:OrderLine' : path.join('/');
  return isLine ? `cac:OrderLine[${Number(path[1]) + 1}]/cac:LineItem/${from}` : from;
}

const notAnOrder = (root: UblNode) =>
  problem(
    'ORDER.NOT_A_UBL_ORDER',
    {
      en: 'The XML is not a UBL Order but another document.',
      fr: "Le XML n'est pas une commande UBL mais un autre document.",
    },
    {
      en: 'Send the Order itself; changes, cancellations, responses and despatch advices are not billed.',
      fr: "Envoyez la commande elle-même ; modifications, annulations, réponses et avis d'expédition ne sont pas facturés.",
    },
    { row: root.line, field: root.name, value: root.uri },
  );
const otherCurrency = (node: UblNode, value: string, currency: string) =>
  problem(
    'ORDER.CURRENCY_MIXED',
    {
      en: `An amount is not in the currency of the order (${currency}).`,
      fr: `Un montant n'est pas dans la devise de la commande (${currency}).`,
    },
    { en: 'Write one order for each currency.', fr: 'Écrivez une commande par devise.' },
    { row: node.line, field: `${node.name}/@currencyID`, value },
  );
