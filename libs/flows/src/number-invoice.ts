import { FacteurError, type Problem } from '#kernel';
import {
  applyNumberTemplate,
  fiscalYearOf,
  withNumber,
  type BillingPolicy,
  type DraftInvoice,
  type PartnerProfile,
  type SellerProfile,
} from '#billing';
import type { InvoiceRow, Transaction } from '#ports';
import type { Finding } from '#rules';
import type { FlowContext } from './context.js';
import { postIssued, type Issued } from './post-issued.js';
import { renderDocument, type RenderedDocument } from './render-document.js';

/** Who and what stands behind a draft. */
export interface Billing {
  readonly draft: DraftInvoice;
  readonly seller: SellerProfile;
  readonly customer: PartnerProfile;
  readonly policy: BillingPolicy;
}

/** Thrown inside the issuing transaction, so that the roll-back gives the number back. */
export class NotIssuable extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super('The document cannot be issued');
  }
}

/**
 * Takes the next number, writes the document with it, has it judged and posts everything, in the caller's transaction.
 * @throws NotIssuable when a rule finds something fatal or the document cannot say what the draft says.
 */
export async function numberAndPost(
  context: FlowContext,
  tx: Transaction,
  billing: Billing,
  trace: Pick<Issued, 'orderId' | 'corrects' | 'correlationId' | 'cause'>,
): Promise<InvoiceRow> {
  const { draft, seller, customer, policy } = billing;
  const { series, template } = draft.isCreditNote ? seller.numbering.creditNote : seller.numbering.invoice;
  const fiscalYear = fiscalYearOf(draft.issueDate, seller.fiscalYearStartMonth);
  const sequence = await tx.numbers.next(seller.sellerRef, series, fiscalYear);
  const number = applyNumberTemplate(template, { fiscalYear, sequence, series });
  const { invoice, creditorReference } = withNumber(draft, number, policy);
  const document = await render(context, tx.tenantId, billing, invoice);
  if (!document.verdict.valid) {
    throw new NotIssuable(document.verdict.findings.filter((each) => each.severity === 'fatal').map(problemOfFinding));
  }
  const stored = await context.documents.put(document.bytes);
  const row = await postIssued(
    context,
    tx,
    { invoice, document, seller, customer, creditorReference, ...trace },
    stored,
  );
  await tx.numbers.record({ sellerRef: seller.sellerRef, series, fiscalYear, sequence, number, invoiceId: row.id });
  return row;
}

async function render(
  context: FlowContext,
  tenantId: string,
  { seller, customer }: Billing,
  invoice: Issued['invoice'],
): Promise<RenderedDocument> {
  const { logo, colour } = seller.branding;
  try {
    return await renderDocument(invoice, {
      format: customer.format,
      profile: customer.profile,
      language: customer.language,
      createdAt: context.clock.now(),
      branding: { colour, logo: logo === undefined ? undefined : context.logo(tenantId, logo) },
    });
  } catch (thrown) {
    if (thrown instanceof FacteurError && (thrown.category === 'precondition' || thrown.category === 'input')) {
      throw new NotIssuable([problemOfError(thrown)]);
    }
    throw thrown;
  }
}

/** A rule's finding as the sender of the order is told it. */
function problemOfFinding(finding: Finding): Problem {
  return {
    code: finding.rule,
    field: [...finding.terms, finding.location].join(' '),
    value: finding.value,
    message: finding.message,
    remedy: finding.remedy,
  };
}

/** What rendering refuses (a profile that is too small, a character the font lacks) is for the customer's settings to mend. */
function problemOfError(error: FacteurError): Problem {
  return {
    code: error.code,
    value: JSON.stringify(error.facts).slice(0, 200),
    message: { en: `${error.message}.`, fr: `Le document ne peut pas être établi (${error.code}).` },
    remedy: {
      en: "Change the order, or the customer's format and profile, then replay the order.",
      fr: 'Modifiez la commande, ou le format et le profil du client, puis rejouez la commande.',
    },
  };
}
