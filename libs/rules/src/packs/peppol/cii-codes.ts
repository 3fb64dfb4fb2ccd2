import type { Pattern } from '../../engine/rule.js';
import { normalized, textAt } from '../../engine/values.js';
import { stringOf } from '../../engine/path.js';
import { attribute, hasAttribute, ownText, rulesOf } from '../sheet-writing.js';
import * as list from './code-lists.table.js';
import { WORDINGS } from './wording.table.js';

const REASON = ['ram:SpecifiedTradeAllowanceCharge/ram:ReasonCode'];
const INDICATOR = '../ram:ChargeIndicator/udt:Indicator';

export const CII_CODES: Pattern = {
  id: 'codes',
  contexts: [
    { key: 'attachment', match: ['ram:AttachmentBinaryObject'], where: (element) => hasAttribute(element, 'mimeCode') },
    { key: 'allowance-reason', match: REASON, where: (element) => textAt(element, INDICATOR) === 'false' },
    { key: 'charge-reason', match: REASON, where: (element) => textAt(element, INDICATOR) === 'true' },
    { key: 'total', match: ['ram:TaxTotalAmount'], where: (element) => hasAttribute(element, 'currencyID') },
    { key: 'date', match: ['udt:DateTimeString'] },
    {
      key: 'address',
      match: ['BuyerTradeParty', 'SellerTradeParty'].map(
        (party) => `ram:${party}/ram:URIUniversalCommunication/ram:URIID`,
      ),
    },
  ],
  rules: rulesOf(WORDINGS, [
    ['PEPPOL-EN16931-CL001', 'fatal', 'attachment', (element) => list.MIME_TYPES.has(attribute(element, 'mimeCode'))],
    ['PEPPOL-EN16931-CL002', 'fatal', 'allowance-reason', (element) => list.ALLOWANCE_REASONS.has(ownText(element))],
    ['PEPPOL-EN16931-CL003', 'fatal', 'charge-reason', (element) => list.CHARGE_REASONS.has(ownText(element))],
    ['PEPPOL-EN16931-CL007', 'fatal', 'total', (element) => list.CURRENCIES.has(attribute(element, 'currencyID'))],
    [
      'PEPPOL-EN16931-F001',
      'fatal',
      'date',
      (element) =>
        normalized(attribute(element, 'format')) === '102' &&
        stringOf(element).length === 8 &&
        /20[0-9]{6}/.test(ownText(element)),
    ],
    ['PEPPOL-EN16931-CL008', 'fatal', 'address', (element) => list.ADDRESS_SCHEMES.has(attribute(element, 'schemeID'))],
  ]),
};
