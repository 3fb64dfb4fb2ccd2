import type { Bilingual } from '#kernel';
import type { XmlElement } from '#xml';
import { path, stringOf } from '../../engine/path.js';
import type { Context, Pattern, Rule, Test } from '../../engine/rule.js';
import { attribute, codes, hasAttribute, someText } from '../sheet-writing.js';
import { CODE_LISTS } from './code-lists.table.js';

/*
 * A structure table is a tree of elements by indentation, `ram` where no prefix is written. Behind a name stand
 *   x                 the element is not used in this profile
 *   Name=1:27         how often a child must stand there (=, <=, >=), and the number of the rule
 *   @format!:21       an attribute that must stand there
 *   @schemeID-        an attribute that is not used
 *   ~countries:36     a value from a code list; with an attribute in front, that attribute's value
 * `Name[kind]` is a variant of an element, told apart by what it contains.
 */

const SETTLEMENT = 'rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement';
const ROOT = '/rsm:CrossIndustryInvoice';

const vat =
  (scheme: string): Test =>
  (element) =>
    someText(element, 'ram:ID/@schemeID', scheme);
const indicator =
  (value: string): Test =>
  (element) =>
    someText(element, 'ram:ChargeIndicator/udt:Indicator', value);
const type =
  (code: string): Test =>
  (element) =>
    someText(element, 'ram:TypeCode', code);
const inCurrency = (name: string): Test => (element, { root }) =>
  hasAttribute(element, 'currencyID') && someText(root, `${SETTLEMENT}/ram:${name}`, attribute(element, 'currencyID')); // prettier-ignore

const KINDS: Readonly<Record<string, Test>> = {
  VA: vat('VA'),
  FC: vat('FC'),
  allowance: indicator('false'),
  charge: indicator('true'),
  '130': type('130'),
  '50': type('50'),
  '916': type('916'),
  own: inCurrency('InvoiceCurrencyCode'),
  tax: inCurrency('TaxCurrencyCode'),
};

/** The kinds of an element, so that `other` can mean none of them. */
const KINDS_OF: Readonly<Record<string, readonly string[]>> = {
  SpecifiedTaxRegistration: ['VA', 'FC'],
  SpecifiedTradeAllowanceCharge: ['allowance', 'charge'],
  AppliedTradeAllowanceCharge: ['allowance', 'charge'],
  AdditionalReferencedDocument: ['130', '50', '916'],
  TaxTotalAmount: ['own', 'tax'],
};

function isKind(kind: string): Test {
  const test = KINDS[kind];
  if (test !== undefined) return test;
  if (kind !== 'other') throw new Error(`Unknown kind in a structure table: ${kind}`);
  return (element, scope) => !(KINDS_OF[element.name] ?? []).some((known) => isKind(known)(element, scope));
}

/** A name of the table: qualified name and kind. */
function nameOf(text: string): { readonly name: string; readonly kind: string | undefined } {
  const [, name = '', kind] = /^([\w:.]+)(?:\[(\w+)\])?$/.exec(text) ?? [];
  return { name: name.includes(':') ? name : `ram:${name}`, kind };
}

interface Line {
  readonly names: readonly string[];
  readonly facts: readonly string[];
}

function linesOf(table: string): Line[] {
  const names: string[] = [];
  return table
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const depth = line.search(/[^ ]/);
      const [name = '', ...facts] = line.trim().split(' ');
      names.splice(depth, Infinity, name);
      return { names: name === '.' ? [] : [...names], facts };
    });
}

/** The pattern that a structure table stands for. @throws Error for a table that cannot be read: a defect */
export function structurePattern(id: string, table: string): Pattern {
  const lines = linesOf(table).filter(({ facts }) => facts.length > 0);
  return {
    id,
    contexts: lines.map(contextOf),
    rules: lines.flatMap(({ names, facts }) => facts.map((fact) => ruleOf(fact, keyOf(names), names.at(-1) ?? 'root'))),
  };
}

const keyOf = (names: readonly string[]): string => names.join('/') || '.';

function contextOf({ names }: Line): Context {
  const parts = names.map(nameOf);
  const match = [[ROOT, ...parts.map(({ name }) => name)].join('/')];
  const conditions = parts.flatMap(({ kind }, index) =>
    kind === undefined ? [] : [{ up: parts.length - 1 - index, test: isKind(kind) }],
  );
  if (conditions.length === 0) return { key: keyOf(names), match };
  const where: Test = (element, scope) =>
    conditions.every(({ up, test }) => {
      const ancestor = ancestorOf(element, up);
      return ancestor !== undefined && test(ancestor, scope);
    });
  return { key: keyOf(names), match, where };
}

function ancestorOf(element: XmlElement, up: number): XmlElement | undefined {
  let at: XmlElement | undefined = element;
  for (let left = up; left > 0 && at !== undefined; left -= 1) at = at.parent;
  return at;
}

const FACT = /^(?:(?<unused>x)|@(?<without>\w+)-|@(?<needed>\w+)!:(?<neededRule>\d+)|(?:@(?<coded>\w+))?~(?<list>[\w-]+):(?<listRule>\d+)|(?<child>[\w:]+(?:\[\w+\])?)(?<sign>=|<=|>=)(?<times>\d+):(?<childRule>\d+))$/; // prettier-ignore

function ruleOf(fact: string, context: string, element: string): Rule {
  const parts = FACT.exec(fact)?.groups;
  if (parts === undefined) throw new Error(`Not a fact of a structure table: ${fact}`);
  if (parts['unused'] !== undefined) return rule('', context, () => false, unusedElement(element));
  if (parts['without'] !== undefined) return without(parts['without'], context, element);
  if (parts['needed'] !== undefined) {
    const name = parts['needed'];
    return rule(parts['neededRule'], context, (node) => hasAttribute(node, name), neededAttribute(name, element));
  }
  if (parts['list'] !== undefined) return coded(parts['coded'], parts['list'], parts['listRule'], context, element);
  return counted(parts, context, element);
}

function without(name: string, context: string, element: string): Rule {
  return rule('', context, (node) => !hasAttribute(node, name), unusedAttribute(name, element));
}

const LISTS = new Map<string, ReadonlySet<string>>();
function listOf(name: string): ReadonlySet<string> {
  const known = LISTS.get(name) ?? codes(CODE_LISTS[name] ?? '');
  if (known.size === 0) throw new Error(`No code list ${name}`);
  LISTS.set(name, known);
  return known;
}

function coded(
  name: string | undefined,
  list: string,
  number: string | undefined,
  context: string,
  element: string,
): Rule {
  const known = listOf(list);
  const value = (node: XmlElement): string => (name === undefined ? stringOf(node) : attribute(node, name));
  const test: Test = (node) => value(node) === '' || known.has(value(node));
  return rule(number, context, test, notInList(name, element, list));
}

function counted(parts: Record<string, string | undefined>, context: string, element: string): Rule {
  const child = parts['child'] ?? '';
  const { name, kind } = nameOf(child);
  const times = Number(parts['times']);
  const to = path(name);
  const is = kind === undefined ? undefined : isKind(kind);
  const test: Test = (node, scope) => {
    const found = to.elements(node).filter((each) => is === undefined || is(each, scope)).length;
    if (parts['sign'] === '=') return found === times;
    return parts['sign'] === '<=' ? found <= times : found >= times;
  };
  return rule(parts['childRule'], context, test, miscounted(child, parts['sign'] ?? '', times, element));
}

interface Words {
  readonly message: Bilingual;
  readonly remedy: Bilingual;
}

function rule(number: string | undefined, context: string, test: Test, words: Words): Rule {
  const id = number ? `FX-SCH-A-${number.padStart(6, '0')}` : 'FX-UNUSED';
  return { id, severity: 'fatal', context, terms: [], test, ...words };
}

function unusedElement(element: string): Words {
  return {
    message: { en: `${element} is not used in this profile.`, fr: `${element} n'est pas employé dans ce profil.` },
    remedy: {
      en: 'Leave it out, or choose a profile that carries it.',
      fr: 'Supprimez-le ou choisissez un profil qui le porte.',
    },
  };
}

function unusedAttribute(name: string, element: string): Words {
  return {
    message: {
      en: `The attribute ${name} of ${element} is not used in this profile.`,
      fr: `L'attribut ${name} de ${element} n'est pas employé dans ce profil.`,
    },
    remedy: { en: 'Leave the attribute out.', fr: "Supprimez l'attribut." },
  };
}

function neededAttribute(name: string, element: string): Words {
  return {
    message: { en: `${element} lacks the attribute ${name}.`, fr: `Il manque à ${element} l'attribut ${name}.` },
    remedy: { en: 'Add the attribute.', fr: "Ajoutez l'attribut." },
  };
}

function notInList(name: string | undefined, element: string, list: string): Words {
  const subject = name === undefined ? element : `${element}/@${name}`;
  return {
    message: {
      en: `The value of ${subject} is not in its code list (${list}).`,
      fr: `La valeur de ${subject} n'est pas dans sa liste de codes (${list}).`,
    },
    remedy: { en: 'Write a code of the list.', fr: 'Écrivez un code de la liste.' },
  };
}

function miscounted(child: string, sign: string, times: number, element: string): Words {
  const how: Bilingual =
    sign === '='
      ? { en: `exactly ${times}`, fr: `exactement ${times}` }
      : sign === '<='
        ? { en: `at most ${times}`, fr: `au plus ${times}` }
        : { en: `at least ${times}`, fr: `au moins ${times}` };
  return {
    message: {
      en: `${child} must stand ${how.en} time(s) in ${element}.`,
      fr: `${child} doit figurer ${how.fr} fois dans ${element}.`,
    },
    remedy: {
      en: 'Add what is missing, or keep what is allowed.',
      fr: 'Ajoutez ce qui manque ou ne gardez que le permis.',
    },
  };
}
