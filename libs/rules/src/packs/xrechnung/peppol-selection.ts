import { path } from '../../engine/path.js';
import type { Pattern, Rule, Test } from '../../engine/rule.js';
import { decimalAt, decimalOf, single } from '../../engine/values.js';
import { attribute, hasAttribute, ownText, rulesOf, someText } from '../sheet-writing.js';
import { totalsAgreeInSign } from '../peppol/cii-core.js';
import { WORDINGS } from '../peppol/wording.table.js';

/** The rules of Peppol BIS Billing that XRechnung takes over. */
const TAKEN = new Set(
  ['001', '005', '008', '010', '020', '040', '041', '042', '043', '044', '046', '053', '054', '055']
    .concat(['061', '101', '110', '111', '120', '121', '130'])
    .map((number) => `PEPPOL-EN16931-R${number}`),
);

/** Keeps the rules taken over; the line amount (R120) only warns. */
export function fromPeppol(patterns: readonly Pattern[]): Pattern[] {
  return patterns.map((pattern) => ({
    ...pattern,
    id: `peppol-${pattern.id}`,
    rules: pattern.rules.filter(({ id }) => TAKEN.has(id)).map(softened),
  }));
}

function softened(rule: Rule): Rule {
  return rule.id === 'PEPPOL-EN16931-R120' ? { ...rule, severity: 'warning' } : rule;
}

const SUMMATION = 'ram:SpecifiedTradeSettlementHeaderMonetarySummation';

/** XRechnung asks for at most one VAT total in the invoice currency, where Peppol asks for one. */
const atMostOneTotal: Test = (settlement) => {
  const currencies = path('ram:InvoiceCurrencyCode').texts(settlement);
  const totals = path(`${SUMMATION}/ram:TaxTotalAmount`).elements(settlement);
  return (
    totals.filter((total) => hasAttribute(total, 'currencyID') && currencies.includes(attribute(total, 'currencyID')))
      .length <= 1
  );
};

/** As Peppol's, but asked only where there is a total in the invoice currency. */
const signsAgree: Test = (settlement, scope) => {
  const currencies = path('ram:InvoiceCurrencyCode').texts(settlement);
  const known = path(`${SUMMATION}/ram:TaxTotalAmount/@currencyID`).texts(settlement);
  return !known.some((currency) => currencies.includes(currency)) || totalsAgreeInSign(settlement, scope);
};

const CHANGED: Readonly<Record<string, Test>> = {
  'PEPPOL-EN16931-R053': atMostOneTotal,
  'PEPPOL-EN16931-R055': signsAgree,
};

const GROSS =
  'rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem/ram:SpecifiedLineTradeAgreement/ram:GrossPriceProductTradePrice';

const discountOnly: Test = (price) =>
  !path('ram:AppliedTradeAllowanceCharge/ram:ActualAmount').exists(price) ||
  someText(price, 'ram:AppliedTradeAllowanceCharge/ram:ChargeIndicator/udt:Indicator', 'false');

const priceAgrees: Test = (price) => {
  const gross = decimalAt(price, path('ram:ChargeAmount'));
  if (gross === undefined) return true;
  const net = decimalAt(price, path('../ram:NetPriceProductTradePrice/ram:ChargeAmount'));
  const discounts = path('ram:AppliedTradeAllowanceCharge')
    .elements(price)
    .flatMap((each) => path('ram:ActualAmount').texts(each).slice(0, 1));
  return net !== undefined && net.equals(gross.minus(decimalOf(single(discounts) || '0')));
};

const renamed = (rule: Rule): Rule[] => {
  if (rule.id !== 'PEPPOL-EN16931-R043') return [rule];
  return [{ ...rule, id: rule.context === 'allowance' ? 'PEPPOL-EN16931-R043-1' : 'PEPPOL-EN16931-R043-2' }];
};

/** The rules for CII taken over, with what XRechnung changes or adds to them. */
export function fromPeppolCii(patterns: readonly Pattern[]): Pattern[] {
  const taken = fromPeppol(patterns).map((pattern) => ({
    ...pattern,
    rules: pattern.rules.flatMap(renamed).map((rule) => ({ ...rule, test: CHANGED[rule.id] ?? rule.test })),
  }));
  const prices: Pattern = {
    id: 'peppol-price',
    contexts: [{ key: 'gross-price', match: [GROSS] }],
    rules: rulesOf(WORDINGS, [
      ['PEPPOL-EN16931-R044', 'fatal', 'gross-price', discountOnly],
      ['PEPPOL-EN16931-R046', 'fatal', 'gross-price', priceAgrees],
    ]),
  };
  const empty: Pattern = {
    id: 'peppol-empty',
    contexts: [
      {
        key: 'empty',
        match: ['*'],
        where: (element) =>
          element.children.length === 0 && ownText(element) === '' && element.name !== 'ApplicableHeaderTradeDelivery',
      },
    ],
    rules: rulesOf(WORDINGS, [['PEPPOL-EN16931-R008', 'fatal', 'empty', () => false]]),
  };
  return [...taken, empty, prices];
}
