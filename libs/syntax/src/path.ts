import { FacteurError } from '#kernel';
import { NAMESPACES, WRITTEN_PREFIXES, type Prefix } from './namespace.table.js';

/** Tells one of several elements of the same name by a value below it. */
export interface Predicate {
  readonly text: string;
  /** Elements from the element down, without the attribute. */
  readonly steps: readonly Step[];
  readonly attribute: string | undefined;
  readonly operator: '=' | '!=';
  /** A literal, or the model's currency or accounting currency. */
  readonly operand: string | { readonly field: 'currency' | 'vatCurrency' };
  readonly isBoolean: boolean;
}

/** One element of a path. */
export interface Step {
  /** As documents have it: `cbc:ID`. */
  readonly tag: string;
  readonly prefix: Prefix;
  readonly name: string;
  readonly uri: string;
  readonly predicate: Predicate | undefined;
}

/** A row's `at`: the elements, then an attribute if the row stands for one. */
export interface RowPath {
  readonly steps: readonly Step[];
  readonly attribute: string | undefined;
}

const STEP = /([a-z]+):([A-Za-z0-9]+)(?:\[([^\]]+)\])?/y;
const PREDICATE = /^(.+?)(!?=)(?:'([^']*)'|(true|false)\(\)|\$(currency|vatCurrency))$/;

/** @throws FacteurError `SYNTAX.TABLE` (category defect) when a table row is malformed */
export function parsePath(at: string): RowPath {
  const steps: Step[] = [];
  let rest = at.startsWith('.') ? at.slice(1) : at;
  if (rest.startsWith('/')) rest = rest.slice(1);
  while (rest !== '' && !rest.startsWith('@')) {
    STEP.lastIndex = 0;
    const match = STEP.exec(rest);
    if (!match) throw new FacteurError('SYNTAX.TABLE', 'defect', 'Malformed path', { at });
    steps.push(makeStep(match[1] as string, match[2] as string, match[3]));
    rest = rest.slice(match[0].length).replace(/^\//, '');
  }
  return { steps, attribute: rest === '' ? undefined : rest.slice(1) };
}

function makeStep(prefix: string, name: string, predicate: string | undefined): Step {
  if (!(prefix in NAMESPACES)) throw new FacteurError('SYNTAX.TABLE', 'defect', 'Unknown prefix', { prefix });
  const known = prefix as Prefix;
  const written = WRITTEN_PREFIXES[known] ?? prefix;
  return {
    tag: written === '' ? name : `${written}:${name}`,
    prefix: known,
    name,
    uri: NAMESPACES[known],
    predicate: predicate === undefined ? undefined : parsePredicate(predicate),
  };
}

function parsePredicate(text: string): Predicate {
  const match = PREDICATE.exec(text);
  if (!match) throw new FacteurError('SYNTAX.TABLE', 'defect', 'Malformed predicate', { text });
  const { steps, attribute } = parsePath(match[1] as string);
  const field = match[5] as 'currency' | 'vatCurrency' | undefined;
  return {
    text,
    steps,
    attribute,
    operator: match[2] as '=' | '!=',
    operand: field === undefined ? ((match[3] ?? match[4]) as string) : { field },
    isBoolean: match[4] !== undefined,
  };
}
