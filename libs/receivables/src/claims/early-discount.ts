import { addDays, Decimal, type Bilingual, type LocalDate } from '#kernel';

/** One VAT category and rate of the invoice (BG-23). */
export interface DiscountBase {
  readonly category: string;
  /** In percent; absent where no VAT is due. */
  readonly rate?: Decimal;
  readonly taxableAmount: Decimal;
  readonly taxAmount: Decimal;
}

/** What of the discount falls on one VAT category and rate. */
export interface DiscountPart extends DiscountBase {
  readonly discountAmount: Decimal;
  readonly discountWithoutVat: Decimal;
  readonly discountVat: Decimal;
}

/**
 * `available`: paid on the day asked, it may be taken. `too-late`: its last day is over. `reduced`: something was paid, credited or
 * written off already, and the discount is for the whole invoice at once.
 */
export type DiscountState = 'available' | 'too-late' | 'reduced';

export interface EarlyDiscount {
  readonly percentage: Decimal;
  readonly lastOn: LocalDate;
  readonly state: DiscountState;
  readonly totalAmount: Decimal;
  /** Including VAT. */
  readonly discountAmount: Decimal;
  readonly discountWithoutVat: Decimal;
  readonly discountVat: Decimal;
  /** What settles the invoice when the discount is taken. */
  readonly payableAmount: Decimal;
  readonly parts: readonly DiscountPart[];
  /** The working, a sentence a step. */
  readonly working: readonly Bilingual[];
}

export interface DiscountedInvoice {
  readonly currency: string;
  readonly issueDate: LocalDate;
  readonly totalWithVat: Decimal;
  readonly openAmount: Decimal;
  readonly groups: readonly DiscountBase[];
}

/**
 * The early-payment discount (escompte) of an invoice with its working: the percentage of the total including VAT, rounded once, shared
 * over the VAT categories by what each is of the total (the cents that rounding leaves go to the largest), and in each parted into
 * base and VAT, so that the parts add up to the discount. Amounts in the invoice's currency, two decimals.
 */
export function earlyDiscount(
  invoice: DiscountedInvoice,
  terms: { readonly percentage: Decimal; readonly days: number },
  on: LocalDate,
): EarlyDiscount {
  const { totalWithVat: totalAmount, openAmount, issueDate } = invoice;
  const lastOn = addDays(issueDate, terms.days);
  const discountAmount = totalAmount.times(terms.percentage).dividedBy(Decimal.HUNDRED, 2);
  const parts = shared(invoice, discountAmount);
  const discountVat = Decimal.sum(parts.map((part) => part.discountVat));
  const figures = {
    percentage: terms.percentage,
    lastOn,
    state: openAmount.equals(totalAmount) ? (on > lastOn ? 'too-late' : 'available') : 'reduced',
    totalAmount,
    discountAmount,
    discountWithoutVat: discountAmount.minus(discountVat),
    discountVat,
    payableAmount: totalAmount.minus(discountAmount),
    parts,
  } as const;
  return { ...figures, working: workingOf(figures, invoice.currency) };
}

/** BG-23 may add up to other than the total where amounts were rounded: the shares are of what the groups add up to. */
function shared({ groups }: DiscountedInvoice, discount: Decimal): DiscountPart[] {
  const gross = groups.map((group) => group.taxableAmount.plus(group.taxAmount));
  const whole = Decimal.sum(gross);
  if (whole.isZero()) return [];
  const shares = gross.map((amount) => discount.times(amount).dividedBy(whole, 2));
  const largest = gross.reduce((best, amount, at) => (amount.greaterThan(gross[best] as Decimal) ? at : best), 0);
  shares[largest] = (shares[largest] as Decimal).plus(discount.minus(Decimal.sum(shares)));
  return groups.map((group, at) => {
    const share = shares[at] as Decimal;
    const rate = group.rate ?? Decimal.ZERO;
    const discountWithoutVat = share.times(Decimal.HUNDRED).dividedBy(Decimal.HUNDRED.plus(rate), 2);
    const { category, taxableAmount, taxAmount } = group;
    const base = { category, ...(group.rate === undefined ? {} : { rate: group.rate }), taxableAmount, taxAmount };
    return { ...base, discountAmount: share, discountWithoutVat, discountVat: share.minus(discountWithoutVat) };
  });
}

function workingOf(of: Omit<EarlyDiscount, 'working'>, currency: string): Bilingual[] {
  const percentage = of.percentage.toString();
  const french = (amount: Decimal): string => amount.toString().replace('.', ',');
  const steps = of.parts.map((part): Bilingual => {
    const rate = part.rate?.toString() ?? '0';
    const gross = part.taxableAmount.plus(part.taxAmount);
    return {
      en: `VAT ${part.category} ${rate} %: ${gross.toString()} of the total, discount ${part.discountAmount.toString()} = ${part.discountWithoutVat.toString()} + VAT ${part.discountVat.toString()}`,
      fr: `TVA ${part.category} ${rate.replace('.', ',')} % : ${french(gross)} du total, escompte ${french(part.discountAmount)} = ${french(part.discountWithoutVat)} + TVA ${french(part.discountVat)}`,
    };
  });
  return [
    {
      en: `${of.totalAmount.toString()} ${currency} × ${percentage} % = ${of.discountAmount.toString()} ${currency}, if paid by ${of.lastOn}`,
      fr: `${french(of.totalAmount)} ${currency} × ${percentage.replace('.', ',')} % = ${french(of.discountAmount)} ${currency}, si payé au plus tard le ${of.lastOn}`,
    },
    ...steps,
    {
      en: `To pay: ${of.totalAmount.toString()} − ${of.discountAmount.toString()} = ${of.payableAmount.toString()} ${currency}; VAT to correct: ${of.discountVat.toString()} ${currency}`,
      fr: `À payer : ${french(of.totalAmount)} − ${french(of.discountAmount)} = ${french(of.payableAmount)} ${currency} ; TVA à régulariser : ${french(of.discountVat)} ${currency}`,
    },
  ];
}
