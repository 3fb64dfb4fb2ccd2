import fc from 'fast-check';
import { addDays, Decimal, localDate, type LocalDate } from '#kernel';
import type {
  Allowance,
  Contact,
  CreditTransfer,
  DirectDebit,
  Identifier,
  Invoice,
  InvoiceLine,
  LineAllowance,
  PaymentInstructions,
  PostalAddress,
  SupportingDocument,
} from '#invoice';

// Invented content only: the shapes are an invoice's, the texts are noise that documents must survive.

const CHARACTERS = fc.constantFrom(...'abcXYZ0189 -./:#&<>"\'éÜœß€漢'.split(''), '\u{1F600}', '\n', '\t', '\r', ']]>');

/** Text that is not blank. */
export const someText: fc.Arbitrary<string> = fc
  .string({ unit: CHARACTERS, minLength: 1, maxLength: 20 })
  .filter((text) => text.trim() !== '' && !/^#[^#\s]{3}#/.test(text) && text !== 'NA');

/** An identifier or code: no white space around it. */
export const someId: fc.Arbitrary<string> = someText.map((text) => text.trim());

export const someDate: fc.Arbitrary<LocalDate> = fc
  .integer({ min: 0, max: 20_000 })
  .map((days) => addDays(localDate('2000-01-01'), days));

/** A decimal with its scale: 0, -1.50, 12.345 … */
export const someDecimal: fc.Arbitrary<Decimal> = fc
  .tuple(fc.bigInt({ min: -999_999_999_999n, max: 999_999_999_999n }), fc.integer({ min: 0, max: 4 }))
  .map(([units, scale]) => Decimal.fromUnits(units, scale));

const positive = someDecimal.map((value) => (value.isZero() ? Decimal.ONE : value.abs()));
const scheme = fc.constantFrom('0002', '0009', '0088', '0225');
const country = fc.constantFrom('FR', 'DE', 'BE');

function some<T>(
  fields: { [Key in keyof T]-?: fc.Arbitrary<NonNullable<T[Key]>> },
  required: (keyof T)[],
): fc.Arbitrary<T> {
  const record: fc.Arbitrary<unknown> = fc.record(fields, { requiredKeys: required });
  return record as fc.Arbitrary<T>;
}

/** At least one field, since a group without content is no group. */
const filled = <T extends object>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  arbitrary.filter((value) => Object.keys(value).length > 0);

const identifier = some<Identifier>({ id: someId, scheme }, ['id']);
/** CII writes identifiers without scheme first; in that order they come back. */
const identifiers = fc
  .array(identifier, { maxLength: 3 })
  .map((list) => [
    ...list.filter((one) => one.scheme === undefined),
    ...list.filter((one) => one.scheme !== undefined),
  ]);

const address = some<PostalAddress>(
  {
    line1: someText,
    line2: someText,
    line3: someText,
    city: someText,
    postCode: someText,
    subdivision: someText,
    country,
  },
  ['country'],
);
const contact = filled(some<Contact>({ name: someText, telephone: someText, email: someText }, []));
const lineAllowance = some<LineAllowance>(
  { amount: someDecimal, baseAmount: someDecimal, percentage: positive, reason: someText, reasonCode: someId },
  ['amount'],
);
const category = fc.constantFrom('S', 'Z', 'E', 'AE', 'K', 'G', 'O');
const allowance = some<Allowance>(
  {
    amount: someDecimal,
    baseAmount: someDecimal,
    percentage: positive,
    reason: someText,
    reasonCode: someId,
    vatCategory: category,
    vatRate: positive,
  },
  ['amount', 'vatCategory'],
);
const period = filled(some<{ start?: LocalDate; end?: LocalDate }>({ start: someDate, end: someDate }, []));
const document = some<SupportingDocument>(
  {
    reference: someId,
    description: someText,
    location: fc.webUrl(),
    content: fc.record({
      base64: fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('base64')),
      mimeCode: fc.constantFrom('application/pdf', 'text/csv'),
      fileName: someId,
    }),
  },
  ['reference'],
);

const price = fc
  .tuple(
    positive,
    fc.option(positive),
    fc.option(positive),
    fc.option(positive),
    fc.option(fc.constantFrom('C62', 'KGM')),
  )
  .map(([netPrice, grossPrice, discount, baseQuantity, unitCode]) => ({
    netPrice,
    // UBL has a gross price only with a discount; a discount of exactly `0` stands for none.
    ...(grossPrice && { grossPrice }),
    ...(grossPrice && discount && { discount }),
    ...(baseQuantity && { baseQuantity }),
    ...(baseQuantity && unitCode && { baseQuantityUnitCode: unitCode }),
  }));

/** BG-25 with everything that may hang on a line. */
export const someLine: fc.Arbitrary<InvoiceLine> = some<InvoiceLine>(
  {
    id: someId,
    note: someText,
    object: some<Identifier>({ id: someId, scheme: fc.constantFrom('AAA', 'ABZ') }, ['id']),
    quantity: someDecimal,
    unitCode: fc.constantFrom('C62', 'HUR', 'KGM'),
    netAmount: someDecimal,
    orderLineReference: someId,
    buyerAccountingReference: someText,
    period,
    allowances: fc.array(lineAllowance, { maxLength: 2 }),
    charges: fc.array(lineAllowance, { maxLength: 2 }),
    price,
    vat: some<InvoiceLine['vat']>({ category, rate: positive }, ['category']),
    item: some<InvoiceLine['item']>(
      {
        name: someText,
        description: someText,
        sellerItemId: someId,
        buyerItemId: someId,
        standardItemId: some<Identifier>({ id: someId, scheme }, ['id']),
        classifications: fc.array(
          some({ code: someId, scheme: fc.constantFrom('STI', 'CG'), schemeVersion: someId }, ['code']),
          { maxLength: 2 },
        ),
        originCountry: country,
        attributes: fc.array(fc.record({ name: someText, value: someText }), { maxLength: 2 }),
      },
      ['name', 'classifications', 'attributes'],
    ),
  },
  ['id', 'quantity', 'unitCode', 'netAmount', 'allowances', 'charges', 'price', 'vat', 'item'],
);

const payment = some<PaymentInstructions>(
  {
    meansCode: fc.constantFrom('30', '58', '59', '48'),
    meansText: someText,
    remittanceInformation: someText,
    creditTransfers: fc.array(
      some<CreditTransfer>(
        {
          accountId: fc.oneof(fc.constant('FR7630006000011234567890189'), someId),
          accountName: someText,
          serviceProviderId: someId,
        },
        ['accountId'],
      ),
      { maxLength: 3 },
    ),
    card: some({ accountNumber: someId, holderName: someText }, ['accountNumber']),
    directDebit: filled(
      some<DirectDebit>({ mandateReference: someId, creditorId: someId, debitedAccountId: someId }, []),
    ),
  },
  ['meansCode', 'creditTransfers'],
);

const totals = some<Invoice['totals']>(
  {
    lineNetTotal: someDecimal,
    allowanceTotal: someDecimal,
    chargeTotal: someDecimal,
    totalWithoutVat: someDecimal,
    vatTotal: someDecimal,
    vatTotalInVatCurrency: someDecimal,
    totalWithVat: someDecimal,
    paidAmount: someDecimal,
    roundingAmount: someDecimal,
    amountDue: someDecimal,
  },
  ['lineNetTotal', 'totalWithoutVat', 'totalWithVat', 'amountDue'],
);

const vatGroup = some<Invoice['vatBreakdown'][number]>(
  {
    taxableAmount: someDecimal,
    taxAmount: someDecimal,
    category,
    rate: positive,
    exemptionReason: someText,
    exemptionReasonCode: someId,
  },
  ['taxableAmount', 'taxAmount', 'category'],
);

const parties = {
  seller: some<Invoice['seller']>(
    {
      name: someText,
      tradingName: someText,
      identifiers,
      legalRegistration: identifier,
      vatId: someId,
      taxRegistrationId: someId,
      legalInformation: someText,
      electronicAddress: identifier,
      address,
      contact,
    },
    ['name', 'identifiers', 'address'],
  ),
  buyer: some<Invoice['buyer']>(
    {
      name: someText,
      tradingName: someText,
      identifiers,
      legalRegistration: identifier,
      vatId: someId,
      electronicAddress: identifier,
      address,
      contact,
    },
    ['name', 'identifiers', 'address'],
  ),
  payee: some<NonNullable<Invoice['payee']>>({ name: someText, identifier, legalRegistration: identifier }, ['name']),
  taxRepresentative: fc.record({ name: someText, vatId: someId, address }),
};

const anyInvoice = some<Invoice>(
  {
    number: someId,
    issueDate: someDate,
    typeCode: fc.constantFrom('380', '381', '384', '389', '261'),
    currency: fc.constant('EUR'),
    vatCurrency: fc.constant('SEK'),
    taxPointDate: someDate,
    taxPointDateCode: fc.constantFrom('3', '35', '432'),
    dueDate: someDate,
    buyerReference: someText,
    projectReference: someId,
    contractReference: someId,
    purchaseOrderReference: someId,
    salesOrderReference: someId,
    receivingAdviceReference: someId,
    despatchAdviceReference: someId,
    tenderReference: someId,
    invoicedObject: some<Identifier>({ id: someId, scheme: fc.constantFrom('AAA', 'ABZ') }, ['id']),
    buyerAccountingReference: someText,
    paymentTerms: someText,
    notes: fc.array(some({ subjectCode: fc.constantFrom('AAI', 'PMT'), text: someText }, ['text']), { maxLength: 3 }),
    process: some<Invoice['process']>({ businessProcess: someText, specification: someId }, ['specification']),
    precedingInvoices: fc.array(some({ number: someId, issueDate: someDate }, ['number']), { maxLength: 2 }),
    ...parties,
    delivery: filled(
      some<NonNullable<Invoice['delivery']>>(
        { partyName: someText, location: identifier, date: someDate, address },
        [],
      ),
    ),
    period,
    payment,
    allowances: fc.array(allowance, { maxLength: 2 }),
    charges: fc.array(allowance, { maxLength: 2 }),
    totals,
    vatBreakdown: fc.array(vatGroup, { maxLength: 3 }),
    attachments: fc.array(document, { maxLength: 2 }),
    lines: fc.array(someLine, { maxLength: 3 }),
  },
  [
    'number',
    'issueDate',
    'typeCode',
    'currency',
    'notes',
    'process',
    'precedingInvoices',
    'seller',
    'buyer',
    'allowances',
    'charges',
    'totals',
    'vatBreakdown',
    'attachments',
    'lines',
  ],
);

/**
 * Any invoice that both syntaxes can carry whole: every term appears, sums need not add up. What a syntax cannot say is
 * left out: a VAT point without VAT breakdown (CII), an accounting currency amount without that currency, the due date of
 * a UBL credit note without payment instructions.
 */
export const someInvoice: fc.Arbitrary<Invoice> = anyInvoice.map((invoice) => {
  const { vatTotalInVatCurrency, ...otherTotals } = invoice.totals;
  const { taxPointDate, taxPointDateCode, dueDate, ...rest } = invoice;
  const hasBreakdown = invoice.vatBreakdown.length > 0;
  return {
    ...rest,
    totals:
      invoice.vatCurrency === undefined
        ? otherTotals
        : { ...otherTotals, ...(vatTotalInVatCurrency && { vatTotalInVatCurrency }) },
    ...(hasBreakdown && taxPointDate && { taxPointDate }),
    ...(hasBreakdown && taxPointDateCode && { taxPointDateCode }),
    ...(invoice.payment && dueDate && { dueDate }),
  };
});
