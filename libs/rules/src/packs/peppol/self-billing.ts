import type { XmlElement } from '#xml';
import type { Context, Pattern, Rule, Test } from '../../engine/rule.js';
import { textAt } from '../../engine/values.js';
import { codes, ownText } from '../sheet-writing.js';
import { process } from './parties.js';
import { UBL_CODES } from './ubl-codes.js';
import { UBL_CORE } from './ubl-core.js';

/*
 * BIS Self-Billing 3: the rules of BIS Billing without those of the countries, with its own specification identifier and
 * type codes of its own (389, 527 and 261, UNTDID 1001).
 */

const SPECIFICATION = 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0';
const INVOICE_TYPES = codes('389 527');
const CREDIT_NOTE_TYPES = codes('261');

const specifies: Test = (document) => {
  const text = textAt(document, 'cbc:CustomizationID');
  return text.startsWith(SPECIFICATION) && !text.includes('::');
};
const allowed =
  (known: ReadonlySet<string>): Test =>
  (element, scope) =>
    process(scope) !== 'billing' || known.has(ownText(element));

const CHANGED: Readonly<Record<string, Test>> = {
  'PEPPOL-EN16931-R004': specifies,
  'PEPPOL-EN16931-P0100': allowed(INVOICE_TYPES),
  'PEPPOL-EN16931-P0101': allowed(CREDIT_NOTE_TYPES),
};
/** Types 326 and 384, which the rule is about, are none of self-billing. */
const RETIRED = new Set(['PEPPOL-EN16931-P0112']);

const isAmountOfSubtotal = ({ name, parent }: XmlElement): boolean =>
  name === 'TaxAmount' && parent?.name === 'TaxSubtotal';

/** The VAT amounts of subtotals are not among the amounts whose currency is asked for. */
function contextOf(context: Context): Context {
  if (!context.match.includes('cac:TaxSubtotal/cbc:TaxAmount')) return context;
  const { where } = context;
  return {
    ...context,
    where: (element, scope) => !isAmountOfSubtotal(element) && (where === undefined || where(element, scope)),
  };
}

const ruleOf = (rule: Rule): Rule => ({ ...rule, test: CHANGED[rule.id] ?? rule.test });

/** The patterns of BIS Self-Billing 3 for UBL. */
export const SELF_BILLING_PATTERNS: readonly Pattern[] = [...UBL_CORE, UBL_CODES].map((pattern) => ({
  ...pattern,
  contexts: pattern.contexts.map(contextOf),
  rules: pattern.rules.filter(({ id }) => !RETIRED.has(id)).map(ruleOf),
}));
