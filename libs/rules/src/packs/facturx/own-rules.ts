import { path } from '../../engine/path.js';
import type { Pattern } from '../../engine/rule.js';
import { never, ownText, rulesOf } from '../sheet-writing.js';
import { WORDINGS } from './wording.table.js';

const empty: Pattern = {
  id: 'empty',
  contexts: [
    { key: 'empty', match: ['*'], where: (element) => element.children.length === 0 && ownText(element) === '' },
  ],
  rules: rulesOf(WORDINGS, [['PEPPOL-EN16931-R008', 'warning', 'empty', never]]),
};

/** MINIMUM tests three things under one number that its structure cannot say. */
const minimum: Pattern = {
  id: 'minimum',
  contexts: [
    { key: 'allowance', match: ['ram:SpecifiedTradeAllowanceCharge'] },
    {
      key: 'agreement',
      match: ['/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeAgreement'],
    },
  ],
  rules: rulesOf(WORDINGS, [
    ['FX-SCH-A-000346', 'fatal', 'allowance', (element) => path('ram:ChargeIndicator').exists(element)],
    ...['ram:SellerTradeParty', 'ram:BuyerTradeParty'].map(
      (party) =>
        [
          'FX-SCH-A-000346',
          'fatal',
          'agreement',
          (element) =>
            !['PersonName', 'DepartmentName'].every((name) =>
              path(`${party}/ram:DefinedTradeContact/ram:${name}`).exists(element),
            ),
        ] as const,
    ),
  ]),
};

/** What each profile tests beside its structure and the rules of EN 16931. */
export const OWN_PATTERNS = {
  minimum: [minimum],
  basicwl: [],
  basic: [empty],
  en16931: [empty],
  extended: [empty],
} satisfies Readonly<Record<string, readonly Pattern[]>>;
