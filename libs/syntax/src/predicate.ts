import { attribute, child, type XmlElement } from '#xml';
import type { Predicate } from './path.js';

/** Whether an element is the one that a table path means, by the value that its predicate names. */
export function predicateHolds(
  predicate: Predicate,
  element: XmlElement,
  currencies: { readonly currency?: string; readonly vatCurrency?: string },
): boolean {
  let at: XmlElement | undefined = element;
  for (const step of predicate.steps) at = child(at, step.uri, step.name);
  const seen = predicate.attribute === undefined ? at?.text.trim() : attribute(at, predicate.attribute)?.trim();
  if (typeof predicate.operand !== 'string') {
    const expected = currencies[predicate.operand.field];
    // An amount without currency is in the currency of the invoice.
    return seen === undefined ? predicate.operand.field === 'currency' : seen === expected;
  }
  if (seen === undefined) return predicate.operator === '!=';
  const isEqual = predicate.isBoolean ? sameBoolean(seen, predicate.operand) : seen === predicate.operand;
  return isEqual === (predicate.operator === '=');
}

/** xs:boolean has two words for each value. */
function sameBoolean(seen: string, expected: string): boolean {
  return seen === expected || seen === (expected === 'true' ? '1' : '0');
}
