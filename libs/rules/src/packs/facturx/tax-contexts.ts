import type { XmlElement } from '#xml';
import { path } from '../../engine/path.js';
import type { Context, Discriminator, Pattern, Rule } from '../../engine/rule.js';
import { EN16931 } from '../en16931/index.js';
import { VAT_FAMILIES } from '../en16931/vat-families.table.js';

/*
 * Factur-X asks the VAT rules of EN 16931 at other taxes than the CEN artefact: whatever the type code of the tax says,
 * with the indicators of allowances as text, and each kind of place in a pattern of its own, so that taxes of L, M and O
 * stand under the rules of the plain breakdown too.
 */

const TRANSACTION = 'rsm:SupplyChainTradeTransaction';
const BREAKDOWN = 'ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax';
const LINE_TAX = `${TRANSACTION}/ram:IncludedSupplyChainTradeLineItem/ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax`;
const ADJUSTMENT_TAX = 'ram:SpecifiedTradeAllowanceCharge/ram:CategoryTradeTax';
const INDICATOR = path('../ram:ChargeIndicator/udt:Indicator');
const CODE = path('ram:CategoryCode');
/** Asked at the tax; the other categories are asked at their code. */
const AT_TAX = ['L', 'M', 'O'];

const isTaxContext = (key: string): boolean =>
  key === 'breakdown' || VAT_FAMILIES.some(({ family }) => key === `vat-${family}` || key.startsWith(`vat-${family}-`));

const cenRules = (): Rule[] =>
  EN16931.sheets
    .filter(({ syntaxes }) => syntaxes.includes('cii'))
    .flatMap(({ patterns }) => patterns.flatMap(({ rules }) => rules));

/** The rules of EN 16931 about taxes: the same rules, asked in the contexts of Factur-X. */
export const TAX_RULES: readonly Rule[] = cenRules().filter(({ context }) => isTaxContext(context));

/** The category of a tax; of several codes the first that has rules. */
function categoryOf(tax: XmlElement): string {
  const texts = CODE.texts(tax);
  return VAT_FAMILIES.find(({ code }) => texts.includes(code))?.code ?? '';
}

const adjustment: Discriminator = (tax) => {
  const said = INDICATOR.texts(tax);
  return `${categoryOf(tax)} ${said.includes('false') ? 'allowance' : said.includes('true') ? 'charge' : ''}`;
};
const ownCode: Discriminator = ({ text, children }) => (children.length === 0 ? text : '');

function headerContext(family: string, code: string): Context {
  const key = `vat-${family}`;
  if (AT_TAX.includes(code)) return { key, match: [`${TRANSACTION}/${BREAKDOWN}`], when: { of: categoryOf, is: code } };
  const anywhere = code === 'S' || code === 'Z';
  return {
    key,
    match: [`${anywhere ? '' : `${TRANSACTION}/`}${BREAKDOWN}/ram:CategoryCode`],
    when: { of: ownCode, is: code },
  };
}

const PLACES: Readonly<Record<string, readonly Context[]>> = {
  header: VAT_FAMILIES.map(({ family, code }) => headerContext(family, code)),
  lines: VAT_FAMILIES.map(({ family, code }) => ({
    key: `vat-${family}-line`,
    match: [LINE_TAX],
    when: { of: categoryOf, is: code },
  })),
  adjustments: VAT_FAMILIES.flatMap(({ family, code }) =>
    ['allowance', 'charge'].map((kind) => ({
      key: `vat-${family}-${kind}`,
      match: [ADJUSTMENT_TAX],
      when: { of: adjustment, is: `${code} ${kind}` },
    })),
  ),
  breakdown: [{ key: 'breakdown', match: [BREAKDOWN] }],
};

/** The tax rules that a profile keeps, by kind of place. */
export function taxPatterns(kept: ReadonlySet<string>, replaced: ReadonlySet<string>): Pattern[] {
  const rules = TAX_RULES.filter(({ id }) => kept.has(id) && !replaced.has(id));
  return Object.entries(PLACES).map(([place, contexts]) => {
    const keys = new Set(contexts.map(({ key }) => key));
    return { id: `tax-${place}`, contexts, rules: rules.filter(({ context }) => keys.has(context)) };
  });
}
