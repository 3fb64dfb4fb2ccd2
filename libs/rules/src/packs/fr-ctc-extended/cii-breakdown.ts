import type { XmlElement } from '#xml';
import type { Pattern } from '../../engine/rule.js';
import { EN16931 } from '../en16931/index.js';
import { oneText, texts } from '../fr-ctc/shared-tests.js';
import { codes } from '../sheet-writing.js';
import { FAMILIES } from './families.js';

/** Rules of EN 16931 about any VAT breakdown. */
export const ANY_BREAKDOWN = 'BR-45 BR-46 BR-47 BR-48 BR-CO-03 BR-DEC-19 BR-DEC-20';

/** Whether the tax is of VAT and of a category that has rules of its own. */
function hasOwnRules(tax: XmlElement): boolean {
  return (
    texts(tax, 'ram:CategoryCode').some((code) => FAMILIES.some(([, known]) => known === code)) &&
    oneText(tax, 'ram:TypeCode').toUpperCase() === 'VAT'
  );
}

/**
 * The official rule set asks each category at the breakdown itself, which thereby is passed by where the rules about any
 * breakdown are asked: they judge only what has no category that is known.
 */
export function otherBreakdowns(): Pattern {
  const wanted = codes(ANY_BREAKDOWN);
  const rules = EN16931.sheets
    .filter(({ syntaxes }) => syntaxes.includes('cii'))
    .flatMap(({ patterns }) => patterns.flatMap((pattern) => pattern.rules))
    .filter(({ id, context }) => wanted.has(id) && context === 'breakdown');
  return {
    id: 'other-breakdowns',
    contexts: [
      {
        key: 'breakdown',
        match: ['ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax'],
        where: (tax) => !hasOwnRules(tax),
      },
    ],
    rules,
  };
}
