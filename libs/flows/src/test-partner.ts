import { draftInvoice, type PartnerProfile, type SellerProfile } from '#billing';
import { FacteurError, newId, renderFileName, sha256, type Bilingual, type Problem } from '#kernel';
import { parseOrder } from '#order';
import type { DeliveryOutcome, DeliverySink, OutgoingDocument } from '#ports';
import { acknowledgementTime } from './await-acknowledgement.js';
import type { FlowContext } from './context.js';
import { requirePartner } from './pause-partner.js';
import { PARTNER_CHECKS, type PartnerCheck } from './test-partner.table.js';
import type { Issued } from './post-issued.js';
import { NotIssuable, writeDocument } from './write-document.js';

export interface PartnerCheckResult {
  readonly check: PartnerCheck;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly title: Bilingual;
  /** What was seen, in the partner's or the connector's own words. */
  readonly detail: string;
}

export interface PartnerTest {
  readonly partner: string;
  readonly channel: string;
  readonly passed: boolean;
  readonly checks: readonly PartnerCheckResult[];
}

export interface PartnerTestOptions {
  /** How long to wait for an acknowledgement file, where the profile declares one. */
  readonly acknowledgementMs?: number;
  /** Which seller's document is sent; left out: the first. */
  readonly sellerRef?: string;
  readonly signal?: AbortSignal;
}

const DEFAULT_ACKNOWLEDGEMENT_MS = 30_000;
const LOOK_EVERY_MS = 1000;

/**
 * Holds a partner's profile against its real endpoint before the first invoice goes there: a document in its format, with a
 * number that begins with TEST and a note that says so, judged, sent, sent again under the same key, and acknowledged where the
 * profile says so. Nothing is issued: no number is taken, no ledger entry made.
 * @throws FacteurError `PARTNER.UNKNOWN`, `PARTNER.NO_SELLER` (not-found).
 */
export async function testPartner(
  context: FlowContext,
  tenantId: string,
  partner: string,
  options: PartnerTestOptions = {},
): Promise<PartnerTest> {
  const profile = requirePartner(context, tenantId, partner);
  const seller = sellerOf(context, tenantId, options.sellerRef);
  const results: PartnerCheckResult[] = [];
  const told = (check: PartnerCheck, outcome: PartnerCheckResult['outcome'], detail: string): boolean => {
    results.push({ check, outcome, title: PARTNER_CHECKS[check], detail });
    return outcome !== 'failed';
  };
  const signal = options.signal ?? new AbortController().signal;
  const document = await sampleDocument(context, tenantId, profile, seller, told);
  const sink = context.sinks[profile.delivery.channel];
  if (!sink) told('deliver', 'failed', `No connector is wired for the channel ${profile.delivery.channel}`);
  else if (document && (await delivers(sink, document, profile, signal, told)))
    await acknowledges(sink, document, profile, { ...options, signal }, told);
  for (const check of Object.keys(PARTNER_CHECKS) as PartnerCheck[])
    if (!results.some((result) => result.check === check)) told(check, 'skipped', '');
  return {
    partner: profile.customerRef,
    channel: profile.delivery.channel,
    passed: results.every(({ outcome }) => outcome !== 'failed'),
    checks: results,
  };
}

type Tell = (check: PartnerCheck, outcome: PartnerCheckResult['outcome'], detail: string) => boolean;

async function sampleDocument(
  context: FlowContext,
  tenantId: string,
  customer: PartnerProfile,
  seller: SellerProfile,
  told: Tell,
): Promise<OutgoingDocument | undefined> {
  const number = `TEST-${newId().slice(-10).toUpperCase()}`;
  let issued: Issued;
  try {
    const billing = draftOf(context, tenantId, customer, seller);
    if (!billing.ok) {
      told('document', 'failed', textOf(billing.error));
      return undefined;
    }
    issued = await writeDocument(context, tenantId, billing.value, number, { correlationId: number, cause: {} });
  } catch (thrown) {
    if (!(thrown instanceof NotIssuable)) throw thrown;
    told('document', 'failed', textOf(thrown.problems));
    return undefined;
  }
  const { bytes, mediaType, extension } = issued.document;
  const fileName = renderFileName(customer.delivery.fileName, {
    ...{ number, extension, type: issued.invoice.typeCode, date: issued.invoice.issueDate },
    buyer: customer.customerRef,
  });
  told('document', 'passed', `${fileName}, ${bytes.byteLength} bytes`);
  return {
    ...{ bytes, mediaType, fileName, invoiceNumber: number, idempotencyKey: `test-${number}`, correlationId: number },
    sha256: sha256(bytes),
  };
}

/** An order of one line that carries whatever the profile requires. */
function draftOf(context: FlowContext, tenantId: string, customer: PartnerProfile, seller: SellerProfile) {
  const today = context.clock.today();
  const order = parseOrder({
    number: 'TEST',
    date: today,
    sellerRef: seller.sellerRef,
    customerRef: customer.customerRef,
    references: Object.fromEntries(
      customer.requiredReferences.map((name) => [name, name === 'invoicedObject' ? { id: 'TEST' } : 'TEST']),
    ),
    notes: [{ text: 'TEST - ne pas comptabiliser / do not book' }],
    lines: [{ quantity: '1', unit: 'C62', netPrice: '1.00', item: { name: 'TEST' } }],
  });
  if (!order.ok) return order;
  const policy = context.profiles(tenantId).policy(seller.policy);
  if (!policy) throw new FacteurError('PARTNER.NO_POLICY', 'not-found', 'No such policy', { policy: seller.policy });
  const drafted = draftInvoice(order.value, seller, customer, policy, { issueDate: today, lookups: {} });
  return drafted.ok ? { ok: true as const, value: { draft: drafted.value, seller, customer, policy } } : drafted;
}

async function delivers(
  sink: DeliverySink,
  document: OutgoingDocument,
  { delivery }: PartnerProfile,
  signal: AbortSignal,
  told: Tell,
): Promise<boolean> {
  const first = await sink.deliver(document, delivery, signal);
  if (!told('deliver', first.kind === 'accepted' ? 'passed' : 'failed', wordsOf(first))) return false;
  const again = await sink.deliver(document, delivery, signal);
  return told('repeat', again.kind === 'accepted' ? 'passed' : 'failed', wordsOf(again));
}

async function acknowledges(
  sink: DeliverySink,
  document: OutgoingDocument,
  { delivery }: PartnerProfile,
  { acknowledgementMs = DEFAULT_ACKNOWLEDGEMENT_MS, signal }: PartnerTestOptions & { signal: AbortSignal },
  told: Tell,
): Promise<void> {
  if (acknowledgementTime(delivery) === undefined || !sink.acknowledgement) return;
  const until = performance.now() + acknowledgementMs;
  for (;;) {
    const answer = await sink.acknowledgement(document, delivery, signal);
    if (answer.kind === 'accepted') return void told('acknowledge', 'passed', answer.receipt);
    if (answer.kind === 'refused' || answer.kind === 'misconfigured')
      return void told('acknowledge', 'failed', answer.reason);
    if (performance.now() > until || signal.aborted)
      return void told('acknowledge', 'failed', answer.kind === 'none' ? 'No acknowledgement came' : answer.reason);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

function sellerOf(context: FlowContext, tenantId: string, sellerRef?: string): SellerProfile {
  const profiles = context.profiles(tenantId);
  const seller = sellerRef === undefined ? profiles.sellers()[0] : profiles.seller(sellerRef);
  if (seller) return seller;
  throw new FacteurError('PARTNER.NO_SELLER', 'not-found', 'No seller profile to send a document from', { sellerRef });
}

function wordsOf(outcome: DeliveryOutcome): string {
  return outcome.kind === 'accepted' ? outcome.receipt : `${outcome.kind}: ${outcome.reason}`;
}

function textOf(problems: readonly Problem[]): string {
  return problems.map(({ code, message }) => `${code} ${message.en}`).join('; ');
}
