import type { Problem } from '#kernel';
import { LosslessNumber, parse } from 'lossless-json';
import { decodeUtf8, tooLarge } from './decode.js';
import { pointer, type Locate } from './issue-problems.js';
import { jsonDepth } from './json-depth.js';
import { DEFAULT_ORDER_LIMITS, type OrderLimits } from './limits.js';
import { parseOrder, unreadable, type OrderReading, type ReadOrder, type RejectedOrder } from './parse-order.js';
import { bounded, problem } from './problems.js';

/**
 * Reads Facteur's own JSON (`schemas/order.schema.json`): one order, an array of orders, or `{ "orders": [...] }`.
 * Number literals are read digit by digit. A bad order does not lose the good ones.
 */
export function readJsonOrders(bytes: Uint8Array, limits: OrderLimits = DEFAULT_ORDER_LIMITS): OrderReading {
  if (bytes.length > limits.maxBytes) return unreadable(tooLarge(bytes.length, limits.maxBytes));
  const text = decodeUtf8(bytes);
  if (text === undefined) return unreadable(notUtf8());
  if (jsonDepth(text) > limits.maxDepth) return unreadable(tooDeep(limits.maxDepth));
  let root: unknown;
  try {
    root = parse(text, null, (literal) => new LosslessNumber(literal));
  } catch (error) {
    return unreadable(notJson(error));
  }
  return readRoot(root, limits);
}

function readRoot(root: unknown, limits: OrderLimits): OrderReading {
  const wrapped = !Array.isArray(root) && typeof root === 'object' && root !== null && Object.hasOwn(root, 'orders');
  const list = wrapped ? (root as { orders: unknown }).orders : root;
  const prefix = wrapped ? '/orders' : '';
  if (wrapped && !Array.isArray(list)) return unreadable(notAList());
  if (!Array.isArray(list)) return readList([list], () => '', limits, []);
  if (list.length === 0) return unreadable(noOrders());
  if (list.length > limits.maxOrders) return unreadable(tooManyOrders(limits.maxOrders));
  const strangers = wrapped ? Object.keys(root).filter((key) => key !== 'orders') : [];
  return readList(list, (index) => `${prefix}/${index}`, limits, strangers.map(unknownBesideOrders));
}

function readList(
  list: readonly unknown[],
  prefixOf: (index: number) => string,
  limits: OrderLimits,
  fileProblems: readonly Problem[],
): OrderReading {
  const orders: ReadOrder[] = [];
  const rejected: RejectedOrder[] = [];
  list.forEach((raw, index) => {
    const prefix = prefixOf(index);
    const locate: Locate = (path) => ({ field: prefix + pointer(path) || '/' });
    const outcome = parseOrder(raw, locate);
    if (outcome.ok) orders.push({ position: index, order: outcome.value, locate });
    else rejected.push({ position: index, number: numberOf(raw), problems: outcome.error });
  });
  const problems = bounded([...fileProblems, ...rejected.flatMap((one) => one.problems)], limits.maxProblems);
  return { orders, rejected, problems };
}

function numberOf(raw: unknown): string | undefined {
  const value: unknown =
    typeof raw === 'object' && raw !== null && Object.hasOwn(raw, 'number')
      ? (raw as { number: unknown }).number
      : undefined;
  return typeof value === 'string' ? value.slice(0, 100) : undefined;
}

const notUtf8 = () =>
  problem(
    'ORDER.ENCODING',
    { en: 'The file is not UTF-8 text.', fr: "Le fichier n'est pas un texte en UTF-8." },
    { en: 'Write JSON in UTF-8.', fr: 'Écrivez le JSON en UTF-8.' },
  );
const tooDeep = (max: number) =>
  problem(
    'ORDER.TOO_DEEP',
    { en: `The file nests deeper than ${max} levels.`, fr: `Le fichier dépasse ${max} niveaux d'imbrication.` },
    { en: 'An order needs six; check what was sent.', fr: "Une commande en demande six ; vérifiez l'envoi." },
  );
const notJson = (error: unknown) =>
  problem(
    'ORDER.NOT_JSON',
    { en: 'The file is not well-formed JSON.', fr: "Le fichier n'est pas un JSON bien formé." },
    { en: 'Correct the text at the place shown.', fr: "Corrigez le texte à l'endroit indiqué." },
    { value: error instanceof Error ? error.message : undefined },
  );
const notAList = () =>
  problem(
    'ORDER.NOT_A_LIST',
    { en: '"orders" is not a list.', fr: "« orders » n'est pas une liste." },
    { en: 'Write "orders": [ … ].', fr: 'Écrivez "orders": [ … ].' },
    { field: '/orders' },
  );
const noOrders = () =>
  problem(
    'ORDER.NONE',
    { en: 'The file holds no order.', fr: 'Le fichier ne contient aucune commande.' },
    { en: 'Send at least one order.', fr: 'Envoyez au moins une commande.' },
  );
const tooManyOrders = (max: number) =>
  problem(
    'ORDER.TOO_MANY_ORDERS',
    { en: `The file holds more than ${max} orders.`, fr: `Le fichier contient plus de ${max} commandes.` },
    { en: 'Split the file.', fr: 'Scindez le fichier.' },
  );
const unknownBesideOrders = (key: string) =>
  problem(
    'ORDER.UNKNOWN_FIELD',
    { en: 'This field beside "orders" is not known.', fr: "Ce champ à côté de « orders » n'est pas connu." },
    { en: 'Take it out.', fr: 'Retirez-le.' },
    { field: pointer([key]) },
  );
