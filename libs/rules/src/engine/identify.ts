import type { XmlDocument } from '#xml';
import { NAMESPACES } from './namespaces.js';
import { path } from './path.js';
import type { DocumentIds, RuleSyntax } from './rule.js';
import { normalized } from './values.js';

const ROOTS: readonly { readonly syntax: RuleSyntax; readonly prefix: string; readonly name: string }[] = [
  { syntax: 'ubl-invoice', prefix: 'ubl', name: 'Invoice' },
  { syntax: 'ubl-credit-note', prefix: 'cn', name: 'CreditNote' },
  { syntax: 'cii', prefix: 'rsm', name: 'CrossIndustryInvoice' },
  { syntax: 'cdar', prefix: 'cdar', name: 'CrossDomainAcknowledgementAndResponse' },
];

const UBL = { specification: 'cbc:CustomizationID', process: 'cbc:ProfileID' };
const UNCEFACT = (prefix: string) => ({
  specification: `${prefix}:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID`,
  process: `${prefix}:ExchangedDocumentContext/ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID`,
});
const PLACES: Readonly<Record<RuleSyntax, { readonly specification: string; readonly process: string }>> = {
  'ubl-invoice': UBL,
  'ubl-credit-note': UBL,
  cii: UNCEFACT('rsm'),
  cdar: UNCEFACT('cdar'),
};

/** The syntax by the root element, with BT-24 and BT-23; undefined for a root that no pack knows. */
export function identify({ root }: XmlDocument): DocumentIds | undefined {
  const found = ROOTS.find(({ prefix, name }) => root.name === name && root.uri === NAMESPACES[prefix]);
  if (found === undefined) return undefined;
  const { specification, process } = PLACES[found.syntax];
  const text = (source: string) => normalized(path(source).texts(root)[0] ?? '');
  return { syntax: found.syntax, specification: text(specification), process: text(process) };
}
