import type { Bilingual } from '#kernel';
import type { XmlDocument, XmlElement } from '#xml';
import type { Finding } from '../finding.js';
import { Breaches, type Breach } from './breaches.js';
import { stops, type BoundRule, type Plan, type Station, type Stop } from './compile.js';
import { Locator } from './location.js';
import { stringOf } from './path.js';
import type { Discriminator, Rule } from './rule.js';
import { indexByName, Scope } from './scope.js';
import { Unanswerable } from './values.js';

const MAX_VALUE = 200;

/** Asks every rule of the plan, in one pass over the document. Findings come in document order. */
export function run(document: XmlDocument, plan: Plan): Finding[] {
  const index = indexByName(document.root);
  const scope = new Scope(document, index);
  const breaches = new Breaches();
  for (const [name, elements] of index) judgeNamed(name, elements, plan, scope, breaches);
  return breaches.list.length === 0 ? [] : report(breaches, document.root);
}

/** Elements of one local name; nearly always they are of one namespace too. */
function judgeNamed(name: string, elements: readonly XmlElement[], plan: Plan, scope: Scope, breaches: Breaches): void {
  let uri: string | undefined;
  let ahead: readonly Stop[] = [];
  for (const element of elements) {
    if (element.uri !== uri) {
      ({ uri } = element);
      ahead = plan.stopsFor(uri, name);
    }
    if (ahead.length > 0) judgeElement(element, ahead, scope, breaches);
  }
}

function judgeElement(element: XmlElement, ahead: readonly Stop[], scope: Scope, breaches: Breaches): void {
  let settled = -1;
  let kind: Kind | undefined;
  for (const stop of ahead) {
    const { station } = stop;
    if (station.pattern === settled || !stops(stop, element)) continue;
    if (station.when !== undefined && !(kind ??= new Kind(element, scope)).fits(station)) continue;
    if (!holdsWhere(station, element, scope)) continue;
    settled = station.pattern;
    for (const bound of station.rules) {
      const outcome = ask(bound, element, scope);
      if (outcome !== true) breaches.add(breachOf(bound, element, outcome));
    }
    if (station.absences === undefined) continue;
    for (const { rule, element: present, attribute } of station.absences.broken(element, scope)) {
      const binding = station.absenceBindings.get(rule);
      if (binding) breaches.add({ rule, ...binding, context: element, element: present, attribute });
    }
  }
}

/** Remembers the last discriminator asked of an element: contexts that share one stand beside each other. */
class Kind {
  private of: Discriminator | undefined;
  private answer = '';

  constructor(
    private readonly element: XmlElement,
    private readonly scope: Scope,
  ) {}

  fits({ when }: Station): boolean {
    if (when === undefined) return true;
    if (when.of !== this.of) {
      this.of = when.of;
      this.answer = this.ask(when.of);
    }
    return this.answer === when.is;
  }

  // As with `where`, what cannot be answered does not match.
  private ask(of: Discriminator): string {
    try {
      return of(this.element, this.scope);
    } catch (thrown) {
      if (thrown instanceof Unanswerable) return '';
      throw thrown;
    }
  }
}

// A condition that cannot be answered does not match, as XSLT recovers from errors in match patterns.
function holdsWhere(station: Station, element: XmlElement, scope: Scope): boolean {
  if (station.where === undefined) return true;
  try {
    return station.where(element, scope);
  } catch (thrown) {
    if (thrown instanceof Unanswerable) return false;
    throw thrown;
  }
}

function ask(bound: BoundRule, element: XmlElement, scope: Scope): true | Unanswerable | undefined {
  try {
    return bound.test(element, scope) || undefined;
  } catch (thrown) {
    if (thrown instanceof Unanswerable) return thrown;
    throw thrown;
  }
}

function breachOf(bound: BoundRule, context: XmlElement, unanswerable: Unanswerable | undefined): Breach {
  const { rule, pack } = bound;
  const element = unanswerable?.element ?? rule.about?.first(context) ?? context;
  // Nothing said about severity holds where the official verdict is "stopped": such a document is invalid.
  const severity = unanswerable === undefined ? bound.severity : 'fatal';
  return { rule, severity, pack, context, element, unanswerable };
}

function report({ list, omitted }: Breaches, root: XmlElement): Finding[] {
  const locator = new Locator();
  const findings = list
    .map((breach) => findingOf(breach, locator))
    .sort((left, right) => left.line - right.line || left.column - right.column);
  return omitted === 0 ? findings : [...findings, omission(omitted, root)];
}

/** Says that not every finding is listed. */
function omission(omitted: number, root: XmlElement): Finding {
  const { line, column } = root.position;
  return {
    rule: 'FINDINGS-OMITTED',
    severity: 'info',
    terms: [],
    location: `/${root.name}`,
    line,
    column,
    value: String(omitted),
    message: {
      en: `${omitted} more findings of rules that are already listed were left out.`,
      fr: `${omitted} autres constats, de règles déjà citées, ont été omis.`,
    },
    remedy: {
      en: 'Mend what is listed, then judge the document again.',
      fr: 'Corrigez ce qui est cité, puis contrôlez de nouveau le document.',
    },
    pack: '',
  };
}

function findingOf(breach: Breach, locator: Locator): Finding {
  const { rule, severity, pack, element, attribute, unanswerable } = breach;
  const { line, column } = element.position;
  const value = (unanswerable?.value ?? valueOf(element, attribute)).slice(0, MAX_VALUE);
  return {
    rule: rule.id,
    severity,
    terms: rule.terms,
    location: locator.locate(element, attribute),
    line,
    column,
    value,
    message: unanswerable === undefined ? rule.message : unanswered(rule, unanswerable),
    remedy: unanswerable === undefined ? rule.remedy : UNANSWERED_REMEDIES[unanswerable.why],
    pack,
  };
}

function valueOf(element: XmlElement, attribute: string | undefined): string {
  if (attribute !== undefined) return element.attributes.find(({ name }) => name === attribute)?.value ?? '';
  return element.children.length === 0 ? stringOf(element).trim() : '';
}

function unanswered(rule: Rule, { why }: Unanswerable): Bilingual {
  const reason = UNANSWERED_REASONS[why];
  return {
    en: `${rule.message.en} This could not even be worked out: ${reason.en}.`,
    fr: `${rule.message.fr} Le contrôle n'a même pas pu être mené : ${reason.fr}.`,
  };
}

const UNANSWERED_REASONS: Record<Unanswerable['why'], Bilingual> = {
  'not-a-number': { en: 'a value is not a number', fr: "une valeur n'est pas un nombre" },
  'not-a-date': { en: 'a value is not a calendar date', fr: "une valeur n'est pas une date du calendrier" },
  'not-a-boolean': { en: 'an indicator is neither true nor false', fr: "un indicateur n'est ni true ni false" },
  repeated: { en: 'an element that may stand once stands twice', fr: 'un élément unique figure deux fois' },
};

const UNANSWERED_REMEDIES: Record<Unanswerable['why'], Bilingual> = {
  'not-a-number': {
    en: 'Write the number with digits and a decimal point only, e.g. 1250.00.',
    fr: 'Écrivez le nombre avec des chiffres et un point décimal seulement, p. ex. 1250.00.',
  },
  'not-a-date': {
    en: 'Write a real calendar date in the form YYYY-MM-DD.',
    fr: 'Écrivez une date réelle sous la forme AAAA-MM-JJ.',
  },
  'not-a-boolean': { en: 'Write true or false.', fr: 'Écrivez true ou false.' },
  repeated: { en: 'Keep one of the repeated elements.', fr: "Ne gardez qu'un seul des éléments répétés." },
};
