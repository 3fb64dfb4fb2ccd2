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
import type { InvoiceRow, NumberSeries } from '#ports';
import type { Finding } from '#rules';
import type { FlowContext } from './context.js';
import type { Issued } from './post-issued.js';
import { renderDocument, type RenderedDocument } from './render-document.js';

/** Who and what stands behind a draft. */
export interface Billing {
  readonly draft: DraftInvoice;
  readonly seller: SellerProfile;
  readonly customer: PartnerProfile;
  readonly policy: BillingPolicy;
}

/** What a rule or the format refuses about a document. Thrown inside an issuing transaction, its roll-back gives numbers back. */
export class NotIssuable extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super('The document cannot be issued');
  }
}

/** What is known of a document before it is written. */
export type Trace = Pick<Issued, 'orderId' | 'corrects' | 'isInternal' | 'correlationId' | 'cause'>;

/** The row of numbers that a draft's number comes from. */
export function seriesOf({ draft, seller }: Billing): NumberSeries {
  const { series } = numberingOf(draft, seller);
  return {
    sellerRef: seller.sellerRef,
    series,
    fiscalYear: fiscalYearOf(draft.issueDate, seller.fiscalYearStartMonth),
  };
}

/** Ids of the rules that warned of an issued document, each as often as it did. */
export function warningsOf({ findings }: Pick<InvoiceRow, 'findings'>): string[] {
  return findings.filter(({ severity }) => severity === 'warning').map(({ rule }) => rule);
}

/** The number as it is printed. */
export function numberOf({ draft, seller }: Billing, of: NumberSeries, sequence: number): string {
  const { template } = numberingOf(draft, seller);
  return applyNumberTemplate(template, { fiscalYear: of.fiscalYear, sequence, series: of.series });
}

function numberingOf(draft: DraftInvoice, seller: SellerProfile) {
  return draft.isCreditNote ? seller.numbering.creditNote : seller.numbering.invoice;
}

/**
 * Writes a document with its number, has it judged, read back and stored by its hash. Nothing is issued by it.
 * @throws NotIssuable when a rule finds something fatal or the document cannot say what the draft says.
 */
export async function writeDocument(
  context: FlowContext,
  tenantId: string,
  billing: Billing,
  number: string,
  trace: Trace,
): Promise<Issued> {
  const { draft, seller, customer, policy } = billing;
  const { invoice, creditorReference } = withNumber(draft, number, policy);
  const document = await render(context, tenantId, billing, invoice);
  if (!document.verdict.valid) {
    throw new NotIssuable(document.verdict.findings.filter((each) => each.severity === 'fatal').map(problemOfFinding));
  }
  const stored = await context.documents.put(document.bytes);
  return { invoice, document, stored, seller, customer, creditorReference, ...trace };
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
