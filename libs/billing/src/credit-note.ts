import { failed, ok, type Decimal, type LocalDate, type Problem, type Result } from '#kernel';
import { calculateTotals, vatBreakdown, type Invoice, type TotalsBasis } from '#invoice';
import { isCleanText } from '#order';
import { creditedAmount } from './credited-amount.js';
import { creditedLines } from './credited-lines.js';
import { SET_OFF } from './draft-invoice.js';
import { DraftNotebook } from './draft-notebook.js';
import { NUMBER_PLACEHOLDER, type DraftInvoice } from './draft.js';
import type { Language } from './profile-fields.js';

/** What of an invoice is credited. */
export type CreditScope =
  | { readonly kind: 'whole' }
  /** Lines by BT-126; without a quantity the whole line. */
  | { readonly kind: 'lines'; readonly lines: readonly { readonly id: string; readonly quantity?: Decimal }[] }
  /** An amount spread over the VAT rates in proportion to what was billed; `with-vat` where nothing is said. */
  | { readonly kind: 'amount'; readonly amount: Decimal; readonly basis?: 'with-vat' | 'without-vat' };

export interface CreditContext {
  readonly issueDate: LocalDate;
  /** Of the wording added; French where nothing is said. */
  readonly language?: Language;
}

/** The parts of a credit note that its totals follow from. */
export type CreditedParts = Pick<Invoice, 'lines' | 'allowances' | 'charges'> & { readonly roundingAmount?: Decimal };

/** The credit note that answers each invoice type (UNTDID 1001); anything else is answered by 381. */
const CREDIT_TYPES: Record<string, string> = { '386': '503', '389': '261', '393': '396', '500': '503', '501': '502' };
const CREDIT_NOTES = new Set(['381', '261', '262', '396', '502', '503']);
const MAX_REASON = 1000;

/**
 * A draft credit note for an issued invoice: positive amounts, the VAT of what is credited, BG-3 with number and date, the
 * reason as a note. What earlier credit notes took is not known here: the caller compares with the open amount.
 */
export function creditNoteFor(
  invoice: Invoice,
  reason: string,
  scope: CreditScope,
  context: CreditContext,
): Result<DraftInvoice, Problem[]> {
  const notebook = new DraftNotebook();
  const language = context.language ?? 'fr';
  checkRequest(invoice, reason, context.issueDate, notebook);
  const parts = creditedParts(invoice, scope, reason, notebook);
  if (notebook.problems.length > 0 || !parts) return failed(notebook.problems);
  const credit = creditOf(invoice, reason, parts, context.issueDate, SET_OFF[language]);
  if (!credit.totals.amountDue.isPositive() || credit.totals.totalWithoutVat.isNegative()) {
    notebook.fault(
      'CREDIT_NOT_POSITIVE',
      ['scope'],
      credit.totals.amountDue,
      { en: 'The credit note would come to nothing or less.', fr: "L'avoir serait nul ou négatif." },
      { en: 'Credit lines or an amount above zero.', fr: 'Créditez des lignes ou un montant positifs.' },
    );
    return failed(notebook.problems);
  }
  notebook.explain(
    'CREDIT_NOTE',
    ['BG-3'],
    `Credits invoice ${invoice.number} of ${invoice.issueDate} (${scope.kind}).`,
    `Rectifie la facture ${invoice.number} du ${invoice.issueDate} (${scope.kind}).`,
  );
  return ok({ invoice: credit, isCreditNote: true, issueDate: context.issueDate, explanations: notebook.explanations });
}

function creditedParts(
  invoice: Invoice,
  scope: CreditScope,
  reason: string,
  notebook: DraftNotebook,
): CreditedParts | undefined {
  switch (scope.kind) {
    case 'whole':
      return { ...invoice, roundingAmount: invoice.totals.roundingAmount };
    case 'lines':
      return creditedLines(invoice, scope.lines, notebook);
    case 'amount':
      // The full amount is the whole invoice: spreading it could miss by a cent.
      if (scope.basis !== 'without-vat' && scope.amount.equals(invoice.totals.totalWithVat)) return { ...invoice };
      return creditedAmount(invoice, scope.amount, scope.basis ?? 'with-vat', reason, notebook);
  }
}

function creditOf(
  invoice: Invoice,
  reason: string,
  parts: CreditedParts,
  issueDate: LocalDate,
  setOff: string,
): Invoice {
  const exemptionOf = (category: string) => {
    const group = invoice.vatBreakdown.find((one) => one.category === category);
    return { exemptionReason: group?.exemptionReason, exemptionReasonCode: group?.exemptionReasonCode };
  };
  const basis: TotalsBasis = { currency: invoice.currency, ...parts, exemptionOf };
  const breakdown = vatBreakdown(basis);
  const frame = invoice.process.businessProcess;
  return {
    ...invoice,
    number: NUMBER_PLACEHOLDER,
    issueDate,
    typeCode: CREDIT_TYPES[invoice.typeCode] ?? '381',
    dueDate: undefined,
    paymentTerms: setOff,
    notes: [...invoice.notes, { subjectCode: 'AAI', text: reason }],
    // The frames "already paid" and "after deposit" put conditions on amounts that a credit note does not meet.
    process: { ...invoice.process, businessProcess: frame?.replace(/^([BSM])[24]$/, '$11') },
    precedingInvoices: [{ number: invoice.number, issueDate: invoice.issueDate }],
    payment: undefined,
    attachments: [],
    lines: parts.lines,
    allowances: parts.allowances,
    charges: parts.charges,
    vatBreakdown: breakdown,
    totals: { ...calculateTotals(basis, breakdown), ...vatInVatCurrency(invoice, breakdown) },
  };
}

/** BT-111 in proportion to the invoice's own: the rate of the invoice holds for its credit note. */
function vatInVatCurrency(invoice: Invoice, breakdown: readonly { taxAmount: Decimal }[]) {
  const { vatTotal, vatTotalInVatCurrency } = invoice.totals;
  if (!vatTotalInVatCurrency || !vatTotal) return {};
  const credited = breakdown.reduce((sum, group) => sum.plus(group.taxAmount), vatTotal.minus(vatTotal));
  if (vatTotal.isZero()) return { vatTotalInVatCurrency: credited };
  return { vatTotalInVatCurrency: vatTotalInVatCurrency.times(credited).dividedBy(vatTotal, 2) };
}

function checkRequest(invoice: Invoice, reason: string, issueDate: LocalDate, notebook: DraftNotebook): void {
  if (CREDIT_NOTES.has(invoice.typeCode) || invoice.number === NUMBER_PLACEHOLDER) {
    notebook.fault(
      'CREDIT_OF_WHAT',
      ['invoice'],
      invoice.number,
      { en: 'Only an issued invoice can be credited.', fr: 'Seule une facture émise peut faire l’objet d’un avoir.' },
      { en: 'Name an issued invoice.', fr: 'Citez une facture émise.' },
    );
  }
  if (reason.trim() === '' || reason.length > MAX_REASON || reason.includes('#') || !isCleanText(reason)) {
    notebook.fault(
      'CREDIT_REASON',
      ['reason'],
      reason,
      {
        en: `A reason of 1 to ${MAX_REASON} characters is needed, without "#".`,
        fr: `Un motif de 1 à ${MAX_REASON} caractères est requis, sans « # ».`,
      },
      { en: 'Say why the invoice is credited.', fr: "Indiquez pourquoi la facture fait l'objet d'un avoir." },
    );
  }
  if (issueDate < invoice.issueDate) {
    notebook.fault(
      'CREDIT_BEFORE_INVOICE',
      ['issueDate'],
      issueDate,
      { en: 'The credit note would be older than its invoice.', fr: 'L’avoir serait antérieur à sa facture.' },
      { en: 'Give a later date.', fr: 'Indiquez une date postérieure.' },
    );
  }
}
