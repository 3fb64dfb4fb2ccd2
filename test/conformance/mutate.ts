import { within, type Node } from './document.js';
import type { Random } from './random.js';

const CODES = ['S', 'Z', 'E', 'AE', 'K', 'G', 'O', 'L', 'M', 'B', 'VAT', 'XX', '380', '381', '384', '326', '30', '58', '59', '49', '48', '50', '31', '93', 'ZZZ', '95', 'FC', 'EUR', 'SEK', 'C62', 'H87', 'true', 'false', '102', '130', '916', '50', '5', '29', '432', '35']; // prettier-ignore
const COUNTRIES = ['DE', 'FR', 'NO', 'DK', 'SE', 'IT', 'GR', 'EL', 'IS', 'NL', 'ES', 'XX', 'de'];
const SCHEMES = ['0088', '0192', '0184', '0208', '0201', '0210', '9907', '0211', '0007', '0151', '0106', '0190', '9944', '0225', '0002', 'EM', '9999', 'SEPA', 'VA', 'FC', '102', '']; // prettier-ignore
const TEXTS = ['', ' ', 'x', '#SKONTO#TAGE=14#PROZENT=2.00#', '#SKONTO#', '#AAI#note', 'a|b', 'NL123', '12345678', 'SE556677', 'IT01234567890', 'é€']; // prettier-ignore
const NUMBERS = ['0', '-1', '0.001', '1.005', '100', '99999.99', '1e2', 'abc', '-0.00', ' 5 ', '25', '19'];
const DATES = ['2024-02-30', '20240230', '2020-01-01', '20200101', '2030-12-31', '20301231', '2024-1-1', '2024-01-01Z'];

/** One random change; says what was done, or nothing where the document has no place for it. */
export type Change = (root: Node, random: Random) => string | undefined;
interface Place {
  readonly node: Node;
  readonly parent: Node;
}

const places = (root: Node): Place[] => [...within(root)];
const leaves = (root: Node): Place[] => places(root).filter(({ node }) => node.children.length === 0);
const named = ({ node, parent }: Place): string => `${parent.name}/${node.name}`;

const drop: Change = (root, random) => {
  const place = random.pick(places(root));
  place.parent.children.splice(place.parent.children.indexOf(place.node), 1);
  return `drop ${named(place)}`;
};

const double: Change = (root, random) => {
  const place = random.pick(places(root));
  place.parent.children.splice(place.parent.children.indexOf(place.node), 0, structuredClone(place.node));
  return `double ${named(place)}`;
};

const move: Change = (root, random) => {
  const from = random.pick(places(root));
  const to = random.pick(places(root).filter(({ node }) => node.children.length > 0));
  if (to === undefined) return undefined;
  to.node.children.splice(random.below(to.node.children.length + 1), 0, structuredClone(from.node));
  return `copy ${named(from)} into ${named(to)}`;
};

const swapOrder: Change = (root, random) => {
  const { node } = random.pick(places(root).filter((place) => place.node.children.length > 1));
  const at = random.below(node.children.length - 1);
  node.children.splice(at, 2, node.children[at + 1] as Node, node.children[at] as Node);
  return `reorder ${node.name}`;
};

const swapValues: Change = (root, random) => {
  const one = random.pick(leaves(root));
  const two = random.pick(leaves(root));
  [one.node.text, two.node.text] = [two.node.text, one.node.text];
  return `swap ${named(one)} and ${named(two)}`;
};

const change: Change = (root, random) => {
  const place = random.pick(leaves(root));
  const before = place.node.text;
  place.node.text = changed(place.node, random);
  return `change ${named(place)} from ${before.slice(0, 30)} to ${place.node.text.slice(0, 30)}`;
};

function changed(node: Node, random: Random): string {
  const text = node.text.trim();
  if (random.below(12) === 0) return random.pick(TEXTS);
  if (/Country|CountryID|IdentificationCode/.test(node.name)) return random.pick(COUNTRIES);
  if (/^\d{4}-?\d{2}-?\d{2}$/.test(text)) return random.pick(DATES);
  if (/^-?\d+\.\d+$/.test(text) || /Amount|Quantity|Percent/.test(node.name)) return nearby(text, random);
  if (text.length <= 4) return random.pick(CODES);
  return random.pick([text.slice(1), text.slice(0, -1), `${text}1`, ...TEXTS]);
}

function nearby(text: string, random: Random): string {
  const value = Number(text);
  if (Number.isNaN(value) || random.below(4) === 0) return random.pick(NUMBERS);
  return random.pick([(value + 0.01).toFixed(2), (value - 0.02).toFixed(2), (-value).toString(), `${text}0`, `${text}1`, (value * 10).toString()]); // prettier-ignore
}

const changeAttribute: Change = (root, random) => {
  const place = random.pick([...places(root)].filter(({ node }) => node.attributes.length > 0));
  if (place === undefined) return undefined;
  const attribute = random.pick(place.node.attributes);
  if (random.below(4) === 0) place.node.attributes.splice(place.node.attributes.indexOf(attribute), 1);
  else attribute.value = random.pick(attribute.name === 'currencyID' ? ['EUR', 'SEK', 'XXX', 'eur', ''] : SCHEMES);
  return `attribute ${named(place)}/@${attribute.name} to ${attribute.value}`;
};

const setCountry: Change = (root, random) => {
  const country = random.pick(COUNTRIES);
  const ids = leaves(root).filter(({ node }) => /^(CountryID|IdentificationCode)$/.test(node.name));
  for (const { node } of ids) node.text = country;
  return `all countries ${country}`;
};

const BLANKS = ['', ' ', '\n', '\u00a0', '  x  '];
/** Empties an element, or what it holds. */
const empty: Change = (root, random) => {
  const place = random.pick(places(root));
  place.node.children.splice(0);
  place.node.text = random.pick(BLANKS);
  return `empty ${named(place)}`;
};

/** White space around a value, which types collapse and text does not. */
const pad: Change = (root, random) => {
  const place = random.pick(leaves(root));
  place.node.text = random.pick([` ${place.node.text}`, `${place.node.text} `, `\n${place.node.text}\n`]);
  return `pad ${named(place)}`;
};

const precision: Change = (root, random) => {
  const numbers = leaves(root).filter(({ node }) => /^-?\d+(?:\.\d+)?$/.test(node.text));
  const place = random.pick(numbers);
  if (place === undefined) return undefined;
  const { text } = place.node;
  place.node.text = random.pick([`${text}${text.includes('.') ? '' : '.'}005`, `+${text}`, `00${text}`, `${text}.`, text.replace('.', ','), `-${text}`]); // prettier-ignore
  return `precision ${named(place)} to ${place.node.text}`;
};

const addAttribute: Change = (root, random) => {
  const place = random.pick(leaves(root));
  const name = random.pick(['schemeID', 'listID', 'currencyID', 'unitCode', 'format', 'mimeCode', 'languageID']);
  if (place.node.attributes.some((each) => each.name === name)) return undefined;
  const like = [...within(root)].flatMap(({ node }) => node.attributes).find((each) => each.uri === '');
  if (like === undefined) return undefined;
  place.node.attributes.push({ ...like, name, value: random.pick([...SCHEMES, ...CODES]) });
  return `add attribute ${named(place)}/@${name}`;
};

const setCategory: Change = (root, random) => {
  const category = random.pick(['S', 'Z', 'E', 'AE', 'K', 'G', 'O', 'L', 'M', 'B']);
  const isCategory = ({ node, parent }: Place): boolean =>
    node.name === 'CategoryCode' || (node.name === 'ID' && /TaxCategory$/.test(parent.name));
  for (const { node } of leaves(root).filter(isCategory)) if (random.below(4) > 0) node.text = category;
  return `categories ${category}`;
};

const setCurrency: Change = (root, random) => {
  const currency = random.pick(['SEK', 'NOK', 'USD', 'XXX']);
  const codes = leaves(root).filter(({ node }) => /^(InvoiceCurrencyCode|DocumentCurrencyCode|TaxCurrencyCode)$/.test(node.name)); // prettier-ignore
  const place = random.pick(codes);
  if (place === undefined) return undefined;
  place.node.text = currency;
  return `currency ${named(place)} ${currency}`;
};

const doubleLine: Change = (root, random) => {
  const lines = places(root).filter(({ node }) => /^(InvoiceLine|CreditNoteLine|IncludedSupplyChainTradeLineItem)$/.test(node.name)); // prettier-ignore
  const place = random.pick(lines);
  if (place === undefined) return undefined;
  place.parent.children.splice(place.parent.children.indexOf(place.node), 0, structuredClone(place.node));
  return 'double a line';
};

const CHANGES: readonly Change[] = [empty, pad, precision, precision, addAttribute, setCategory, setCurrency, doubleLine, drop, drop, double, move, swapOrder, swapValues, change, change, change, change, changeAttribute, changeAttribute, setCountry]; // prettier-ignore

/** Changes the document in one to three places, half of them in the ways of its field where some are given; says what was done. */
export function mutate(root: Node, random: Random, ofField: readonly Change[] = []): string {
  const done: string[] = [];
  for (let left = 1 + random.below(3); left > 0; left -= 1) {
    const changes = ofField.length > 0 && random.below(2) === 0 ? ofField : CHANGES;
    const did = random.pick(changes)(root, random);
    if (did !== undefined) done.push(did);
  }
  return done.join('; ');
}
