import { Decimal } from '#kernel';
import { currencyDecimals, type LineAllowance } from '#invoice';
import type { OrderAllowanceOrCharge } from '#order';
import type { DraftNotebook } from './draft-notebook.js';
import type { Language } from './profile-fields.js';
import { worded } from './worded.js';

/** What allowances and charges of one document have in common. */
export interface AmountContext {
  readonly currency: string;
  readonly language: Language;
  /** Largest accepted difference between an amount and its percentage. */
  readonly tolerance: Decimal;
  readonly notebook: DraftNotebook;
}

const DEFAULT_REASON = {
  allowance: { en: 'Discount', fr: 'Remise' },
  charge: { en: 'Charges', fr: 'Frais' },
};

/**
 * An allowance or charge as the invoice carries it: the amount given, or percentage × base rounded half-up to the currency.
 * Given both, they must agree. A reason is always there (BR-33, BR-38, BR-42, BR-44).
 * @param base of the percentage where the order gives none.
 */
export function allowanceOf(
  given: OrderAllowanceOrCharge,
  kind: 'allowance' | 'charge',
  base: Decimal,
  path: readonly PropertyKey[],
  context: AmountContext,
): LineAllowance | undefined {
  const places = currencyDecimals(context.currency);
  const share = given.percentage;
  const baseAmount = (given.baseAmount ?? base).rounded(places);
  const computed = share && baseAmount.times(share).dividedBy(Decimal.HUNDRED, places);
  const amount = given.amount ?? computed;
  if (amount === undefined) return undefined;
  if (amount.normalized().scale > places) return tooManyDecimals(amount, places, [...path, 'amount'], context.notebook);
  if (computed && given.amount && given.amount.minus(computed).abs().greaterThan(context.tolerance)) {
    disagree(given.amount, worded`${baseAmount} × ${share} % = ${computed}`, [...path, 'amount'], context.notebook);
  }
  return {
    amount: amount.rounded(places),
    ...(share ? { baseAmount, percentage: share } : given.baseAmount ? { baseAmount } : {}),
    ...(given.reason === undefined && given.reasonCode !== undefined
      ? {}
      : { reason: given.reason ?? DEFAULT_REASON[kind][context.language] }),
    ...(given.reasonCode === undefined ? {} : { reasonCode: given.reasonCode }),
  };
}

/** Notes that an amount is finer than the currency; answers undefined so that it can be returned in place of a value. */
export function tooManyDecimals(
  amount: Decimal,
  places: number,
  path: readonly PropertyKey[],
  notebook: DraftNotebook,
): undefined {
  notebook.fault(
    'AMOUNT_DECIMALS',
    path,
    amount,
    { en: `The amount has more than ${places} decimals.`, fr: `Le montant compte plus de ${places} décimales.` },
    {
      en: 'Round it in the ERP; only prices and quantities may be finer.',
      fr: "Arrondissez-le dans l'ERP ; seuls prix et quantités peuvent être plus fins.",
    },
  );
}

function disagree(amount: Decimal, working: string, path: readonly PropertyKey[], notebook: DraftNotebook): void {
  notebook.fault(
    'ALLOWANCE_DISAGREES',
    path,
    amount,
    {
      en: `The amount differs from its percentage: ${working}.`,
      fr: `Le montant diffère de son pourcentage : ${working}.`,
    },
    { en: 'Correct one of the two, or give the base amount.', fr: "Corrigez l'un des deux ou indiquez la base." },
  );
}
