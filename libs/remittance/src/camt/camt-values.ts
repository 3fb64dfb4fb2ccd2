import { Decimal, parseLocalDate, type LocalDate, type Problem } from '#kernel';
import { statementProblem, type ProblemPlace } from '../statement-problem.js';
import type { StatementProblemCode } from '../statement-problems.table.js';
import { attributeOf, childOf, textOf, type XmlNode } from './camt-xml.js';

/** What keeps a message from being read, gathered so that the bank hears of everything at once. */
export class ProblemList {
  readonly problems: Problem[] = [];

  add(code: StatementProblemCode, place: ProblemPlace): void {
    if (this.problems.length < 200) this.problems.push(statementProblem(code, place));
  }
}

export interface Money {
  readonly amount: Decimal;
  readonly currency: string;
}

/** `ActiveOrHistoricCurrencyAndAmount`: never signed in camt; undefined when the element is missing or not a number. */
export function moneyAt(node: XmlNode | undefined, ...path: string[]): Money | undefined {
  const element = childOf(node, ...path);
  const text = textOf(element);
  const amount = text === undefined ? undefined : Decimal.parse(text);
  if (amount === undefined) return undefined;
  return { amount, currency: attributeOf(element, 'Ccy') ?? '' };
}

/** Sign of a `CdtDbtInd`; undefined when it is neither. */
export function directionAt(node: XmlNode | undefined): 1 | -1 | undefined {
  const code = textOf(node, 'CdtDbtInd');
  return code === 'CRDT' ? 1 : code === 'DBIT' ? -1 : undefined;
}

/** `Dt` or the calendar date of `DtTm` as the bank wrote it: bank days are the bank's own, no zone is applied. */
export function dateAt(node: XmlNode | undefined, ...path: string[]): LocalDate | undefined {
  const holder = childOf(node, ...path);
  const text = textOf(holder, 'Dt') ?? textOf(holder, 'DtTm') ?? textOf(holder);
  return text === undefined ? undefined : parseLocalDate(text.slice(0, 10));
}

export function signed(amount: Decimal, direction: 1 | -1): Decimal {
  return direction === 1 ? amount : amount.negated();
}
