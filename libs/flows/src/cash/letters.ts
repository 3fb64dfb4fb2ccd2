import { Decimal, type Bilingual } from '#kernel';
import type { PartnerProfile, SellerProfile } from '#billing';
import { composeLetter, Words, type LetterBlock } from '#facturx';
import type { ClaimRow, InvoiceSummary, PaymentRow } from '#ports';
import { AGEING } from '#receivables';
import type { FlowContext } from '../context.js';
import type { AccountStatement, CurrencyStatement, StatementDocument, StatementLine } from './account-statement.js';
import { LETTER_WORDS as W } from './letter-words.table.js';

export type LetterLanguage = 'fr' | 'en';

/** Who writes to whom, and how. */
export interface LetterFrame {
  readonly seller?: SellerProfile;
  readonly customer?: PartnerProfile;
  readonly customerName: string;
  readonly language: LetterLanguage;
  readonly logo?: Uint8Array;
}

/** The frame of letters to a customer: its own language, the seller's looks. */
export function frameFor(
  context: FlowContext,
  tenantId: string,
  who: { customerRef: string; customerName?: string; sellerRef?: string; language?: LetterLanguage },
): LetterFrame {
  const profiles = context.profiles(tenantId);
  const customer = profiles.customer(who.customerRef);
  const seller = who.sellerRef === undefined ? profiles.sellers()[0] : profiles.seller(who.sellerRef);
  const logo = seller?.branding.logo;
  return {
    seller,
    customer,
    customerName: customer?.name ?? who.customerName ?? who.customerRef,
    language: who.language ?? customer?.language ?? 'fr',
    ...(logo === undefined ? {} : { logo: context.logo(tenantId, logo) }),
  };
}

/** The statement of account as a letter, French or English; credits and cash on account stand beside what is due. */
export function statementLetter(context: FlowContext, statement: AccountStatement, frame: LetterFrame): Uint8Array {
  const words = new Words(frame.language);
  const blocks: LetterBlock[] = [
    {
      kind: 'facts',
      rows: [
        [words.of(W.account), statement.customerRef],
        [words.of(W.period), words.range(statement.from, statement.to)],
      ],
    },
    ...statement.currencies.flatMap((each) => currencyBlocks(each, words, statement.asOf)),
    { kind: 'paragraph', text: words.of(W.tellDifferences) },
  ];
  return letter(context, frame, words.of(W.statementTitle), blocks);
}

function currencyBlocks(part: CurrencyStatement, words: Words, asOf: AccountStatement['asOf']): LetterBlock[] {
  const money = (amount: Decimal) => words.amount(amount, part.currency);
  const blocks: LetterBlock[] = [
    { kind: 'heading', text: `${words.of(W.movements)} (${part.currency})` },
    {
      kind: 'table',
      columns: [
        { heading: words.of(W.date), share: 14 },
        { heading: words.of(W.movement), share: 46 },
        { heading: words.of(W.amount), share: 20, align: 'right' },
        { heading: words.of(W.balance), share: 20, align: 'right' },
      ],
      rows: [
        ['', words.of(W.opening), '', money(part.openingAmount)],
        ...part.lines.map((line) => [
          words.date(line.bookedOn),
          movementText(line, words),
          money(line.amount),
          money(line.balanceAmount),
        ]),
      ],
      totals: [['', words.of(W.closing), '', money(part.closingAmount)]],
    },
    { kind: 'heading', text: `${words.of(W.openOn)} ${words.date(asOf)} (${part.currency})` },
  ];
  if (part.openInvoices.length > 0) blocks.push(openTable(part.openInvoices, W.openInvoices, words, part.currency));
  if (part.openCredits.length > 0) blocks.push(openTable(part.openCredits, W.openCredits, words, part.currency));
  const cash = Decimal.sum(part.onAccount.map((each) => each.amount));
  const claims = Decimal.sum(part.openClaims.map((each) => each.openAmount));
  blocks.push({
    kind: 'facts',
    rows: [
      ...(cash.isZero() ? [] : [[words.of(W.onAccount), words.money(cash.negated(), part.currency)] as const]),
      ...(claims.isZero() ? [] : [[words.of(W.openClaims), words.money(claims, part.currency)] as const]),
      [words.of(W.overdue), words.money(part.overdueAmount, part.currency)],
      [words.of(W.netBalance), words.money(part.balanceAmount, part.currency)],
    ],
  });
  const aged = AGEING.filter(({ bucket }) => !part.ageing[bucket].isZero());
  if (aged.length > 0) {
    blocks.push({
      kind: 'table',
      columns: aged.map(({ bucket }) => ({ heading: words.of(W.buckets[bucket]), share: 1, align: 'right' as const })),
      rows: [aged.map(({ bucket }) => money(part.ageing[bucket]))],
    });
  }
  return blocks;
}

function movementText(line: StatementLine, words: Words): string {
  const kind = words.of(line.isReversal ? W.reversed : W.kinds[line.kind]);
  const what = line.isReversal ? `${kind} ${words.of(W.kinds[line.kind])}` : kind;
  return [what, line.number].filter((part) => part !== undefined).join(' ');
}

function openTable(
  documents: readonly StatementDocument[],
  title: Bilingual,
  words: Words,
  currency: string,
): LetterBlock {
  const money = (amount: Decimal) => words.amount(amount, currency);
  const rows = documents.flatMap((each) => {
    const disputed = each.disputedAmount.isZero() ? '' : `${words.of(W.disputed)} ${money(each.disputedAmount)}`;
    const first = [
      each.number,
      words.date(each.issueDate),
      each.dueDate === undefined ? '' : words.date(each.dueDate),
      each.daysLate === 0 ? '' : String(each.daysLate),
      disputed,
      money(each.openAmount),
    ];
    const parts = each.instalments.map((part) => [
      `  ${words.of(W.instalment)}`,
      '',
      words.date(part.dueOn),
      '',
      money(part.openAmount),
      '',
    ]);
    return [first, ...parts];
  });
  const total = money(Decimal.sum(documents.map((each) => each.openAmount)));
  return {
    kind: 'table',
    columns: [
      { heading: words.of(title), share: 24 },
      { heading: words.of(W.issued), share: 14 },
      { heading: words.of(W.due), share: 14 },
      { heading: words.of(W.daysLate), share: 10, align: 'right' },
      { heading: '', share: 20, align: 'right' },
      { heading: words.of(W.open), share: 18, align: 'right' },
    ],
    rows,
    totals: [['', '', '', '', '', total]],
  };
}

/** A receipt (quittance): what was received, when, how, and what it paid. */
export function receiptLetter(
  context: FlowContext,
  frame: LetterFrame,
  receipt: {
    readonly number: string;
    readonly payment: PaymentRow;
    readonly means?: string;
    readonly invoices: readonly { readonly number: string; readonly amount: Decimal }[];
  },
): Uint8Array {
  const words = new Words(frame.language);
  const { payment } = receipt;
  const money = (amount: Decimal) => words.money(amount, payment.currency);
  const means = receipt.means === undefined ? [] : [[words.of(W.means), receipt.means] as const];
  return letter(context, frame, `${words.of(W.receiptTitle)} ${receipt.number}`, [
    { kind: 'paragraph', text: words.of(W.receiptText).replace('{amount}', money(payment.amount)) },
    {
      kind: 'facts',
      rows: [
        [words.of(W.receivedOn), words.date(payment.bookedOn)],
        [words.of(W.amount), money(payment.amount)],
        ...means,
        ...(payment.unallocatedAmount.isZero()
          ? []
          : [[words.of(W.onAccount), money(payment.unallocatedAmount)] as const]),
      ],
    },
    {
      kind: 'table',
      columns: [
        { heading: words.of(W.openInvoices), share: 3 },
        { heading: words.of(W.amount), share: 1, align: 'right' },
      ],
      rows: receipt.invoices.map((each) => [each.number, money(each.amount)]),
    },
  ]);
}

/** A claim of late-payment interest and recovery indemnity, with its working. It is outside VAT. */
export function claimLetter(
  context: FlowContext,
  frame: LetterFrame,
  claim: Omit<ClaimRow, 'sha256'>,
  invoice: InvoiceSummary,
): Uint8Array {
  const words = new Words(frame.language);
  const money = (amount: Decimal) => words.money(amount, claim.currency);
  return letter(context, frame, `${words.of(W.claimTitle)} ${claim.number}`, [
    {
      kind: 'paragraph',
      text: words
        .of(W.claimText)
        .replace('{invoice}', invoice.number)
        .replace('{issued}', words.date(invoice.issueDate))
        .replace('{due}', invoice.dueDate === undefined ? '' : words.date(invoice.dueDate)),
    },
    {
      kind: 'table',
      columns: [
        { heading: words.of(W.period), share: 32 },
        { heading: words.of(W.days), share: 10, align: 'right' },
        { heading: words.of(W.balance), share: 20, align: 'right' },
        { heading: words.of(W.rate), share: 20, align: 'right' },
        { heading: words.of(W.interest), share: 18, align: 'right' },
      ],
      rows: claim.working.map((part) => [
        words.range(part.fromOn, part.toOn),
        String(part.days),
        money(Decimal.of(part.balanceAmount)),
        `${words.percent(Decimal.of(part.rate))} (${words.of(W.bases[part.basis])})`,
        money(Decimal.of(part.amount)),
      ]),
      totals: [
        [words.of(W.interest), '', '', '', money(claim.interestAmount)],
        [words.of(W.indemnity), '', '', '', money(claim.recoveryAmount)],
        [words.of(W.total), '', '', '', money(claim.totalAmount)],
      ],
    },
    { kind: 'paragraph', text: words.of(W.convention) },
    { kind: 'paragraph', text: words.of(W.outsideVat) },
  ]);
}

function letter(context: FlowContext, frame: LetterFrame, title: string, blocks: readonly LetterBlock[]): Uint8Array {
  const { seller, customer } = frame;
  return composeLetter({
    language: frame.language,
    title,
    sender: seller
      ? [seller.name, ...addressLines(seller.address), ...(seller.siren ? [`SIREN ${seller.siren}`] : [])]
      : [],
    recipient: [frame.customerName, ...(customer ? addressLines(customer.address) : [])],
    writtenOn: context.clock.today(),
    blocks,
    createdAt: context.clock.now(),
    branding: { colour: seller?.branding.colour, logo: frame.logo },
  });
}

function addressLines(address: SellerProfile['address']): string[] {
  const town = [address.postCode, address.city].filter((part) => part !== undefined).join(' ');
  return [address.line1, address.line2, address.line3, town, address.country].filter(
    (line): line is string => line !== undefined && line !== '',
  );
}
