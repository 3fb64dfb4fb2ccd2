import type { PartnerProfile } from '#billing';
import type {
  DeliveryOutcome,
  DocumentFormat,
  Errand,
  FlowProfile,
  FlowSyntax,
  Platform,
  PlatformRoute,
  ProcessingRule,
  Reachability,
} from '#ports';
import type { FlowContext } from './context.js';
import { platformNamed, sendThroughPlatform } from './send-through-platform.js';

const SYNTAX: Readonly<Record<DocumentFormat, FlowSyntax>> = { ubl: 'UBL', cii: 'CII', facturx: 'Factur-X' };

/** BT-24 as platforms name it; `extended` is Factur-X EXTENDED, whose French use is EXTENDED-CTC-FR. */
const PROFILE: Readonly<Record<PartnerProfile['profile'], FlowProfile>> = {
  en16931: 'CIUS',
  'extended-ctc-fr': 'Extended-CTC-FR',
  'basic-wl': 'Basic',
  basic: 'Basic',
  extended: 'Extended-CTC-FR',
};

/** Note BAR and the processing rule must say the same (BR-FR-20). */
const RULE: Readonly<Record<PartnerProfile['handling'], ProcessingRule>> = {
  B2B: 'B2B',
  B2BINT: 'B2BInt',
  B2C: 'B2C',
  B2CINT: 'B2C',
  OUTOFSCOPE: 'OutOfScope',
  ARCHIVEONLY: 'ArchiveOnly',
};

const FRENCH_ADDRESS = '0225';
const DAY_MS = 86_400_000;

/**
 * Hands an invoice to the platform that the customer's route names, after the directory was asked whether the buyer's exact address
 * receives today.
 */
export async function deliverThroughPlatform(
  context: FlowContext,
  tenantId: string,
  { delivery, document }: Errand,
  customer: PartnerProfile,
  route: PlatformRoute,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  const platform = platformNamed(context, tenantId, route.platform);
  if (!platform)
    return { kind: 'misconfigured', reason: `No platform is named ${route.platform}, or it is switched off` };
  const invoice = await context.store.transaction(tenantId, (tx) => tx.invoices.find(delivery.invoiceId));
  if (!invoice) return { kind: 'misconfigured', reason: 'The invoice of this delivery is not there' };
  const address = addressOf(customer);
  const found = await askDirectory(context, platform, address, signal);
  const hindrance = found && hindranceOf(found, address ?? '', platform, route);
  if (hindrance) return hindrance;
  const outcome = await sendThroughPlatform(
    context,
    tenantId,
    route,
    {
      bytes: await context.documents.get(document.sha256),
      sha256: document.sha256,
      fileName: delivery.fileName,
      syntax: SYNTAX[document.format],
      profile: PROFILE[customer.profile],
      processingRule: RULE[customer.handling],
      trackingId: delivery.idempotencyKey,
      sellerRef: invoice.sellerRef,
      subject: 'delivery',
      subjectId: delivery.id,
      correlationId: delivery.correlationId,
    },
    signal,
  );
  return outcome.kind === 'accepted' ? { ...outcome, receipt: `${outcome.receipt}${noteOf(found)}` } : outcome;
}

function addressOf({ electronicAddress }: PartnerProfile): string | undefined {
  return electronicAddress?.scheme === FRENCH_ADDRESS ? electronicAddress.id : undefined;
}

/** Buyers without a French address (abroad, private) are in no directory. */
async function askDirectory(
  context: FlowContext,
  platform: Platform,
  address: string | undefined,
  signal: AbortSignal,
): Promise<Reachability | undefined> {
  if (address === undefined || platform.directoryCheck === 'off') return undefined;
  return platform.lookUp(address, context.clock.today(), signal);
}

/**
 * Why the invoice does not go out now. An address that receives nothing waits for a person (or, by the route's choice, is sent all the
 * same: the platform deposits it as NON_TRANSMISE); one that opens later waits for its day; no answer is an outage.
 */
function hindranceOf(
  found: Reachability,
  address: string,
  platform: Platform,
  route: PlatformRoute,
): DeliveryOutcome | undefined {
  if (found.kind === 'reachable') return undefined;
  if (found.kind === 'unknown') {
    if (platform.directoryCheck === 'advisory') return undefined;
    const reason = `The directory did not tell whether ${address} receives: ${found.reason}`;
    if (found.isOurs) return { kind: 'misconfigured', reason };
    const { retryAfterMs } = found;
    return { kind: 'unavailable', reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  }
  if (route.whenUnreachable === 'send') return undefined;
  const { cause, line } = found;
  const reason = `The address ${address} does not receive: ${CAUSES[cause]}${datesOf(line)}`;
  return cause === 'not-yet'
    ? { kind: 'unavailable', reason, retryAfterMs: DAY_MS }
    : { kind: 'misconfigured', reason };
}

const CAUSES: Readonly<Record<Extract<Reachability, { kind: 'unreachable' }>['cause'], string>> = {
  'no-line': 'the directory has no such line',
  disabled: 'no platform stands behind it',
  'not-yet': 'its line begins later',
  ended: 'its line has ended',
};

function datesOf(line: { readonly from?: string; readonly until?: string } | undefined): string {
  const parts = [line?.from && `from ${line.from}`, line?.until && `until ${line.until}`].filter(Boolean);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/** What the directory said goes into the receipt: it shows later that the address was good on the day. */
function noteOf(found: Reachability | undefined): string {
  if (!found) return '';
  const at = found.checkedAt.toISOString();
  if (found.kind === 'reachable') return `; directory ${at}: receives${datesOf(found.line)}`;
  return `; directory ${at}: ${found.kind === 'unknown' ? 'no answer' : CAUSES[found.cause]}`;
}
