import type { Invoice } from '#invoice';
import { textOf, type XmlDocument, type XmlElement } from '#xml';
import { complete } from './completeness.js';
import type { ElementNode } from './plan.js';
import type { ReadReport } from './read-report.js';
import { Reading } from './reader.js';
import { detectSyntax, planOf } from './syntax.js';

/**
 * Reads an invoice of any of our invoice syntaxes into the model, as much of it as can be read. Never throws. Whatever has no
 * place in the model is listed in `unread`; comments and processing instructions are not.
 */
export function readInvoice(document: XmlDocument): ReadReport {
  const { root } = document;
  const syntax = detectSyntax(root);
  if (syntax === undefined || syntax === 'cdar')
    return { syntax: undefined, invoice: undefined, partial: {}, unread: [], unreadCount: 0, faults: [] };
  const plan = planOf(syntax);
  const reading = new Reading({
    currency: fieldText(root, plan.root, 'currency'),
    vatCurrency: fieldText(root, plan.root, 'vatCurrency'),
  });
  reading.element(root, plan.root, reading.invoice);
  reading.finishEchoes();
  complete(reading, root);
  const { unread, unreadCount, faults } = reading;
  // No fault means that every required field is there and of its type: completeness.ts and the codecs see to that.
  const read: object = reading.invoice;
  const whole = read as Invoice;
  return {
    syntax,
    invoice: faults.length === 0 ? whole : undefined,
    partial: whole,
    unread,
    unreadCount,
    faults,
  };
}

/** Text of the element that carries a field of the invoice itself, found before the document is read through. */
function fieldText(element: XmlElement, node: ElementNode, field: string): string | undefined {
  if (node.content?.kind === 'value' && node.content.field.path === field) return textOf(element);
  for (const candidate of node.children) {
    if (candidate.group !== undefined || !mayCarry(candidate, field)) continue;
    for (const child of element.children) {
      if (child.name !== candidate.step.name || child.uri !== candidate.step.uri) continue;
      const text = fieldText(child, candidate, field);
      if (text !== undefined && text !== '') return text;
    }
  }
  return undefined;
}

const carriers = new WeakMap<ElementNode, Map<string, boolean>>();

function mayCarry(node: ElementNode, field: string): boolean {
  let known = carriers.get(node);
  if (known === undefined) carriers.set(node, (known = new Map<string, boolean>()));
  let answer = known.get(field);
  if (answer === undefined) {
    const own = node.content?.kind === 'value' && node.content.field.path === field;
    answer = own || node.children.some((child) => child.group === undefined && mayCarry(child, field));
    known.set(field, answer);
  }
  return answer;
}
