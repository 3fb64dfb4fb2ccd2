import { Decimal, failed, ok, type Problem, type Result } from '#kernel';
import {
  calculateTotals,
  currencyDecimals,
  vatBreakdown,
  type Allowance,
  type DocumentTotals,
  type Invoice,
  type InvoiceLine,
  type PaymentInstructions,
} from '#invoice';
import type { Order, OrderDocumentAllowanceOrCharge } from '#order';
import { allowanceOf, tooManyDecimals, type AmountContext } from './allowance-amount.js';
import { billingFrame, specificationOf } from './billing-frame.js';
import type { BillingPolicy } from './billing-policy.js';
import { DraftNotebook } from './draft-notebook.js';
import { NUMBER_PLACEHOLDER, type DraftContext, type DraftInvoice } from './draft.js';
import { compareTotals } from './erp-totals.js';
import { checkFrenchDocument, documentTypeOf, factorPayment, isFactored } from './french-document.js';
import { invoiceLine } from './invoice-lines.js';
import { invoiceNotes } from './notes.js';
import { buyerOf, deliveryOf, payeeOf, sellerOf, taxRepresentativeOf } from './parties.js';
import type { PartnerProfile } from './partner-profile.js';
import { agreedTerms, isFullyPaid } from './payment-terms.js';
import { precedingInvoices } from './preceding-invoices.js';
import { invoiceReferences } from './references.js';
import type { SellerProfile } from './seller-profile.js';
import { underVatConditions } from './vat-conditions.js';
import { VatResolution } from './vat-resolution.js';
import { worded } from './worded.js';

/** How far the ERP's figures may differ where the policy says nothing. */
const DEFAULT_LINE_TOLERANCE = Decimal.of('0.01');
const DEFAULT_DOCUMENT_TOLERANCE = Decimal.of('0.02');

/**
 * Makes an invoice or credit note of an order: parties, references, terms, VAT, amounts, totals, notes, payment instructions.
 * Answers the draft without number, or every problem at once with the ERP's field at fault. The ERP's own totals are compared
 * and never taken over.
 */
export function draftInvoice(
  order: Order,
  seller: SellerProfile,
  customer: PartnerProfile,
  policy: BillingPolicy,
  context: DraftContext,
): Result<DraftInvoice, Problem[]> {
  const drafting = new Drafting(order, seller, customer, policy, context);
  const invoice = drafting.invoice();
  const { problems, explanations } = drafting.notebook;
  if (problems.length > 0 || !invoice) return failed(problems);
  return ok({ invoice, isCreditNote: order.kind === 'credit-note', issueDate: context.issueDate, explanations });
}

class Drafting {
  readonly notebook: DraftNotebook;
  private readonly currency: string;
  private readonly vat: VatResolution;
  private readonly amounts: AmountContext;
  private readonly isFrench: boolean;

  constructor(
    private readonly order: Order,
    private readonly seller: SellerProfile,
    private readonly customer: PartnerProfile,
    private readonly policy: BillingPolicy,
    private readonly context: DraftContext,
  ) {
    this.notebook = new DraftNotebook(context.locate);
    this.currency = order.currency ?? customer.currency ?? policy.currency;
    this.isFrench = seller.address.country === 'FR';
    this.vat = new VatResolution(policy, customer, context.issueDate, this.notebook);
    this.amounts = {
      currency: this.currency,
      language: customer.language,
      tolerance: policy.tolerance.line ?? DEFAULT_LINE_TOLERANCE,
      notebook: this.notebook,
    };
  }

  invoice(): Invoice | undefined {
    const { order, customer, policy, notebook } = this;
    const { issueDate } = this.context;
    const isCreditNote = order.kind === 'credit-note';
    const lines = order.lines.map((line, index) => invoiceLine(line, index, this.vat, this.amounts));
    const sound = lines.filter((line) => line !== undefined);
    const allowances = this.documentParts('allowances', sound);
    const charges = this.documentParts('charges', sound);
    const references = invoiceReferences(order, customer, notebook);
    const notes = invoiceNotes(order, customer, policy, { issueDate, isFrench: this.isFrench }, notebook);
    const preceding = precedingInvoices(order, this.context.lookups?.issueDateOf, notebook);
    const money = this.money(sound, allowances, charges, sound.length === lines.length);
    const paid = isFullyPaid(order.prepaidAmount, money.totals.totalWithVat);
    const terms = this.terms(isCreditNote, paid);
    const parties = underVatConditions(
      { seller: sellerOf(this.seller), buyer: buyerOf(customer, order), delivery: deliveryOf(customer, order) },
      money.breakdown,
      order,
      this.seller,
      customer,
      notebook,
    );
    const typeCode = documentTypeOf(order, notebook);
    const payee = payeeOf(order);
    const isToFactor = isFactored(typeCode);
    const payment = isCreditNote || paid ? undefined : isToFactor ? factorPayment(order) : this.payment();
    const businessProcess = this.isFrench ? billingFrame(order, policy, paid) : undefined;
    if (this.isFrench) {
      const { totals } = money;
      const { seller, buyer } = parties;
      const parts = { type: typeCode, businessProcess, seller, buyer, payee, preceding, totals, payment };
      checkFrenchDocument(parts, order, this.seller, customer, notebook);
    }
    if (notebook.problems.length > 0) return undefined;
    return {
      number: NUMBER_PLACEHOLDER,
      issueDate,
      typeCode,
      currency: this.currency,
      vatCurrency: money.totals.vatTotalInVatCurrency ? 'EUR' : undefined,
      taxPointDate: order.taxPointDate,
      taxPointDateCode: this.taxPointDateCode(),
      ...terms,
      ...references,
      notes,
      process: {
        businessProcess,
        specification: specificationOf(customer.profile),
      },
      precedingInvoices: preceding,
      ...parties,
      payee,
      taxRepresentative: taxRepresentativeOf(this.seller),
      period: order.period,
      payment,
      allowances,
      charges,
      totals: money.totals,
      vatBreakdown: money.breakdown,
      attachments: order.attachments ?? [],
      lines: sound,
    };
  }

  /** BG-22 and BG-23; the ERP's totals are compared only when no line had to be left out. */
  private money(
    lines: readonly InvoiceLine[],
    allowances: readonly Allowance[],
    charges: readonly Allowance[],
    isComplete: boolean,
  ) {
    const { order, notebook } = this;
    const basis = {
      currency: this.currency,
      lines,
      allowances,
      charges,
      paidAmount: this.amount(order.prepaidAmount, ['prepaidAmount']),
      roundingAmount: this.amount(order.roundingAmount, ['roundingAmount']),
      exemptionOf: (category: string) => this.vat.exemptionOf(category),
    };
    const breakdown = vatBreakdown(basis);
    const totals = this.withVatInEuros(calculateTotals(basis, breakdown));
    const isNothingAtFault = isComplete && notebook.problems.length === 0;
    const tolerance = this.policy.tolerance.document ?? DEFAULT_DOCUMENT_TOLERANCE;
    if (isNothingAtFault) {
      compareTotals(order.totals, totals, tolerance, notebook);
      this.refuseNegative(totals);
    }
    return { breakdown, totals };
  }

  private amount(amount: Decimal | undefined, path: readonly string[]): Decimal | undefined {
    const places = currencyDecimals(this.currency);
    if (amount === undefined || amount.normalized().scale <= places) return amount;
    return tooManyDecimals(amount, places, path, this.notebook);
  }

  /** French invoices in another currency carry the VAT in euros too: BT-6, BT-111 (BR-FR-CO-12). */
  private withVatInEuros(totals: DocumentTotals): DocumentTotals {
    if (!this.isFrench || this.currency === 'EUR') return totals;
    const rate = this.context.lookups?.eurosPerUnit?.(this.currency);
    if (rate) return { ...totals, vatTotalInVatCurrency: (totals.vatTotal ?? Decimal.ZERO).times(rate).rounded(2) };
    this.notebook.fault(
      'EXCHANGE_RATE_MISSING',
      ['currency'],
      this.currency,
      {
        en: `There is no exchange rate from ${this.currency} to EUR for the issue date.`,
        fr: `Aucun cours de ${this.currency} en EUR n'est connu à la date de facture.`,
      },
      {
        en: 'Bill in euros, or supply the rate (BR-FR-CO-12).',
        fr: 'Facturez en euros ou fournissez le cours (BR-FR-CO-12).',
      },
    );
    return totals;
  }

  private refuseNegative(totals: DocumentTotals): void {
    if (!totals.totalWithVat.isNegative() && !totals.amountDue.isNegative()) return;
    this.notebook.fault(
      'TOTAL_NEGATIVE',
      ['lines'],
      totals.amountDue,
      {
        en: worded`The document would come to ${totals.totalWithVat}, to pay ${totals.amountDue}.`,
        fr: worded`Le document s'élèverait à ${totals.totalWithVat}, net à payer ${totals.amountDue}.`,
      },
      {
        en: 'Send a credit note with positive amounts; check the prepaid amount.',
        fr: "Envoyez un avoir à montants positifs ; vérifiez l'acompte.",
      },
    );
  }

  private documentParts(list: 'allowances' | 'charges', lines: readonly InvoiceLine[]): Allowance[] {
    const base = Decimal.sum(lines.map((line) => line.netAmount));
    return (this.order[list] ?? []).flatMap((given: OrderDocumentAllowanceOrCharge, place): Allowance[] => {
      const path = [list, place];
      const ofLines = given.vat ?? this.onlyVat(lines);
      const vat = this.vat.resolve(ofLines, given.vat ? [...path, 'vat'] : path);
      if (vat && !ofLines) this.vatAssumed(path, vat.category);
      const made = allowanceOf(given, list === 'allowances' ? 'allowance' : 'charge', base.abs(), path, this.amounts);
      return made && vat ? [{ ...made, vatCategory: vat.category, ...(vat.rate ? { vatRate: vat.rate } : {}) }] : [];
    });
  }

  private vatAssumed(path: readonly PropertyKey[], category: string): void {
    this.notebook.warn(
      'VAT_ASSUMED',
      ['BT-95', 'BT-102'],
      `The order gives no VAT for ${path.join('/')} and its lines differ; category ${category} by the policy's rule without code.`,
      `La commande ne donne pas de TVA pour ${path.join('/')} et ses lignes diffèrent ; catégorie ${category} selon la règle sans code de la politique.`,
    );
  }

  /** VAT of all lines where they have one and the same: it then holds for document allowances and charges as well. */
  private onlyVat(lines: readonly InvoiceLine[]): OrderDocumentAllowanceOrCharge['vat'] {
    const [first, ...others] = lines.map((line) => line.vat);
    const isSame = others.every(
      (vat) => vat.category === first?.category && vat.rate?.toString() === first.rate?.toString(),
    );
    const category = first?.category as NonNullable<OrderDocumentAllowanceOrCharge['vat']>['category'];
    return first && isSame ? { category, rate: first.rate } : undefined;
  }

  private terms(isCreditNote: boolean, isPaid: boolean): Pick<Invoice, 'dueDate' | 'paymentTerms'> {
    const { issueDate } = this.context;
    // BR-CO-25 wants a date or terms on whatever is owed; a credit note is set off or refunded.
    if (isCreditNote) return { paymentTerms: this.order.paymentTerms?.text ?? SET_OFF[this.customer.language] };
    if (isPaid) return { dueDate: this.order.paymentTerms?.dueDate ?? issueDate };
    return agreedTerms(this.order, this.customer, this.policy, issueDate, this.notebook);
  }

  /** BT-8: VAT on debits is said where the seller opted for it and services are billed; BT-7 excludes it. */
  private taxPointDateCode(): string | undefined {
    const isService = (this.order.operation ?? this.policy.operation) !== 'goods';
    return this.seller.vatOnDebits && isService && this.order.taxPointDate === undefined ? '3' : undefined;
  }

  private payment(): PaymentInstructions | undefined {
    const account = this.seller.bankAccounts.find((one) => one.currency === this.currency);
    if (!account) {
      this.notebook.profileFault(
        'BANK_ACCOUNT_MISSING',
        `seller ${this.seller.sellerRef}: /bankAccounts`,
        {
          en: `The seller has no bank account in ${this.currency}.`,
          fr: `Le vendeur n'a pas de compte bancaire en ${this.currency}.`,
        },
        { en: 'Add one to the profile.', fr: 'Ajoutez-en un au profil.' },
      );
      return undefined;
    }
    return {
      meansCode: this.currency === 'EUR' ? this.seller.paymentMeans : '30',
      creditTransfers: [{ accountId: account.iban, accountName: account.name, serviceProviderId: account.bic }],
    };
  }
}

/** BT-20 of credit notes. */
export const SET_OFF = {
  en: 'To be set off against your next payment, or refunded.',
  fr: 'À déduire de votre prochain règlement, ou remboursable.',
} as const;
