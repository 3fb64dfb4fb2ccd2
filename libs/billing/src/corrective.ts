import { failed, ok, type Decimal, type LocalDate, type Problem, type Result } from '#kernel';
import { calculateTotals, vatBreakdown, type Invoice, type InvoiceLine, type TotalsBasis } from '#invoice';
import { isCleanText } from '#order';
import { DraftNotebook } from './draft-notebook.js';
import { NUMBER_PLACEHOLDER, type DraftInvoice } from './draft.js';

/** What is put right on a document that takes an earlier one's place. What is not named stays as it was. */
export interface InvoiceChanges {
  /** By BT-126. A quantity of zero takes the line out. */
  readonly lines?: readonly { readonly id: string; readonly quantity?: Decimal; readonly netPrice?: Decimal }[];
  /** BT-13, BT-10, BT-9. */
  readonly purchaseOrderReference?: string;
  readonly buyerReference?: string;
  readonly dueDate?: LocalDate;
}

export interface ReplacementContext {
  readonly issueDate: LocalDate;
  /** `corrective`: type 384, replaces the invoice by itself. `reissue`: a new invoice after the old one was credited. */
  readonly as: 'corrective' | 'reissue';
}

/** The corrective type for each invoice type (UNTDID 1001); BR-FR-CO-04 wants one earlier invoice with its date. */
const CORRECTIVE_TYPES: Record<string, string> = { '380': '384', '389': '471', '393': '472', '501': '473' };

/**
 * A draft that takes the place of an issued invoice: its content with the changes, totals computed anew, BG-3 with number and date
 * of what it replaces, the reason as a note.
 */
export function replacementFor(
  invoice: Invoice,
  reason: string,
  changes: InvoiceChanges,
  context: ReplacementContext,
): Result<DraftInvoice, Problem[]> {
  const notebook = new DraftNotebook();
  checkReplacement(invoice, reason, context, notebook);
  const lines = changedLines(invoice, changes, notebook);
  if (notebook.problems.length > 0) return failed(notebook.problems);
  const exemptionOf = (category: string) => {
    const group = invoice.vatBreakdown.find((one) => one.category === category);
    return { exemptionReason: group?.exemptionReason, exemptionReasonCode: group?.exemptionReasonCode };
  };
  const { paidAmount, roundingAmount } = invoice.totals;
  const { currency, allowances, charges } = invoice;
  const basis: TotalsBasis = { currency, lines, allowances, charges, paidAmount, roundingAmount, exemptionOf };
  const breakdown = vatBreakdown(basis);
  const dueDate = changes.dueDate ?? invoice.dueDate;
  const replaced: Invoice = {
    ...invoice,
    number: NUMBER_PLACEHOLDER,
    issueDate: context.issueDate,
    typeCode: context.as === 'corrective' ? (CORRECTIVE_TYPES[invoice.typeCode] ?? '384') : invoice.typeCode,
    // BR-FR-CO-07: never due before it is issued.
    dueDate: dueDate !== undefined && dueDate < context.issueDate ? context.issueDate : dueDate,
    notes: [...invoice.notes, { subjectCode: 'AAI', text: reason }],
    precedingInvoices: [{ number: invoice.number, issueDate: invoice.issueDate }],
    purchaseOrderReference: changes.purchaseOrderReference ?? invoice.purchaseOrderReference,
    buyerReference: changes.buyerReference ?? invoice.buyerReference,
    payment: invoice.payment && { ...invoice.payment, remittanceInformation: undefined },
    lines,
    vatBreakdown: breakdown,
    totals: calculateTotals(basis, breakdown),
  };
  notebook.explain(
    'REPLACEMENT',
    ['BG-3'],
    `Takes the place of invoice ${invoice.number} of ${invoice.issueDate}.`,
    `Remplace la facture ${invoice.number} du ${invoice.issueDate}.`,
  );
  const { issueDate } = context;
  return ok({ invoice: replaced, isCreditNote: false, issueDate, explanations: notebook.explanations });
}

function checkReplacement(
  invoice: Invoice,
  reason: string,
  { as, issueDate }: ReplacementContext,
  notebook: DraftNotebook,
): void {
  if (reason.trim() === '' || reason.includes('#') || !isCleanText(reason)) {
    notebook.fault(
      'REPLACEMENT_REASON',
      ['reason'],
      reason,
      { en: 'A reason in clean text without # is needed.', fr: 'Il faut un motif en texte simple sans #.' },
      { en: 'Say why the invoice is replaced.', fr: 'Indiquez pourquoi la facture est remplacée.' },
    );
  }
  const isKnown = CORRECTIVE_TYPES[invoice.typeCode] !== undefined || invoice.typeCode === '384';
  if (!isKnown || (as === 'reissue' && invoice.typeCode === '384')) {
    notebook.fault(
      'REPLACEMENT_OF_WHAT',
      ['invoice'],
      invoice.typeCode,
      { en: 'A document of this type cannot be replaced.', fr: 'Un document de ce type ne peut pas être remplacé.' },
      { en: 'Credit it instead.', fr: 'Établissez plutôt un avoir.' },
    );
  }
  if (issueDate < invoice.issueDate) {
    notebook.fault(
      'REPLACEMENT_BEFORE_INVOICE',
      ['issueDate'],
      issueDate,
      { en: 'It would be dated before the invoice.', fr: 'Elle serait antérieure à la facture.' },
      { en: 'Issue it later.', fr: 'Établissez-la plus tard.' },
    );
  }
}

function changedLines(invoice: Invoice, changes: InvoiceChanges, notebook: DraftNotebook): InvoiceLine[] {
  const wanted = new Map((changes.lines ?? []).map((change) => [change.id, change]));
  for (const id of wanted.keys()) {
    if (invoice.lines.some((line) => line.id === id)) continue;
    notebook.fault(
      'REPLACEMENT_LINE_UNKNOWN',
      ['lines', id],
      id,
      { en: 'The invoice has no such line.', fr: "La facture n'a pas cette ligne." },
      { en: 'Name lines by their id (BT-126).', fr: 'Citez les lignes par leur identifiant (BT-126).' },
    );
  }
  return invoice.lines.flatMap((line) => {
    const change = wanted.get(line.id);
    if (change === undefined) return [line];
    if (change.quantity?.isZero()) return [];
    return [changedLine(line, change)];
  });
}

/** BT-131 anew: quantity × price ÷ base quantity, less allowances, plus charges. */
function changedLine(line: InvoiceLine, change: { quantity?: Decimal; netPrice?: Decimal }): InvoiceLine {
  const quantity = change.quantity ?? line.quantity;
  const netPrice = change.netPrice ?? line.price.netPrice;
  const base = line.price.baseQuantity;
  const plain = base === undefined ? quantity.times(netPrice) : quantity.times(netPrice).dividedBy(base, 6);
  const less = line.allowances.reduce((sum, one) => sum.minus(one.amount), plain);
  const netAmount = line.charges.reduce((sum, one) => sum.plus(one.amount), less).rounded(2);
  const price =
    change.netPrice === undefined
      ? line.price
      : { ...line.price, netPrice, grossPrice: undefined, discount: undefined };
  return { ...line, quantity, price, netAmount };
}
