import type { Bilingual, LocalDate } from '#kernel';
import type { DocumentRow, InvoiceSummary } from '#ports';
import { judgeBytes, type PackRef } from '#rules';
import type { FlowContext } from './context.js';
import { invoiceXml } from './validate-document.js';

export interface RehearsalOptions {
  /** `auto`: the newest packs that each document asks for. A name may pin a version: `fr-ctc@1.4.0`. */
  readonly packs: 'auto' | readonly string[];
  /** Invoices issued on or after this day. */
  readonly since: LocalDate;
  /** Called now and then with the number of documents judged so far. */
  readonly onProgress?: (judged: number) => void;
}

/** One rule that an issued document would break. */
export interface RehearsedBreach {
  readonly rule: string;
  readonly terms: readonly string[];
  readonly location: string;
  readonly value: string;
  readonly message: Bilingual;
  readonly remedy: Bilingual;
}

/** An issued invoice that would not pass. */
export interface BreakingInvoice {
  readonly number: string;
  readonly sellerRef: string;
  readonly customerRef: string;
  readonly customerName: string;
  readonly issueDate: LocalDate;
  readonly format: string;
  readonly packs: readonly PackRef[];
  readonly breaches: readonly RehearsedBreach[];
}

export interface Rehearsal {
  readonly tenantId: string;
  readonly since: LocalDate;
  readonly judged: number;
  /** What documents were judged by. */
  readonly packs: readonly PackRef[];
  /** Invoices whose document could not be read. */
  readonly unreadable: readonly string[];
  readonly breaking: readonly BreakingInvoice[];
}

const PAGE = 200;
const STEP = 50;

/**
 * Judges the issued documents of the last days by rules that are not in force yet, and changes nothing. Documents are read as they
 * were sent, newest first.
 * @throws FacteurError `RULES.UNKNOWN_PACK` (input), or what the document store throws.
 */
export async function rehearseRules(
  context: Pick<FlowContext, 'store' | 'documents'>,
  tenantId: string,
  options: RehearsalOptions,
): Promise<Rehearsal> {
  const breaking: BreakingInvoice[] = [];
  const unreadable: string[] = [];
  const used = new Map<string, PackRef>();
  let judged = 0;
  for await (const { invoice, document } of issuedSince(context, tenantId, options.since)) {
    const xml = document === undefined ? undefined : await invoiceXml(await context.documents.get(document.sha256));
    if (!xml?.ok) {
      unreadable.push(invoice.number);
      continue;
    }
    const { packs, findings } = judgeBytes(xml.value, { packs: options.packs });
    for (const pack of packs) used.set(`${pack.id}@${pack.version}`, pack);
    const fatal = findings.filter(({ severity }) => severity === 'fatal');
    if (fatal.length > 0) breaking.push(breakingOf(invoice, packs, fatal));
    judged += 1;
    if (judged % STEP === 0) options.onProgress?.(judged);
  }
  return { tenantId, since: options.since, judged, packs: [...used.values()], unreadable, breaking };
}

async function* issuedSince(
  { store }: Pick<FlowContext, 'store'>,
  tenantId: string,
  since: LocalDate,
): AsyncGenerator<{ invoice: InvoiceSummary; document: DocumentRow | undefined }> {
  let cursor: string | undefined;
  do {
    const at = cursor;
    const page = await store.transaction(tenantId, async (tx) => {
      const { items, nextCursor } = await tx.invoices.list({ limit: PAGE, ...(at !== undefined && { cursor: at }) });
      const wanted = items.filter(({ issueDate }) => issueDate >= since);
      const found = await Promise.all(
        wanted.map(async (invoice) => ({ invoice, document: (await tx.documents.byInvoice(invoice.id))[0] })),
      );
      // Issue dates may lie a little apart from the order of issue: a whole page before the day ends the search.
      return { found, next: wanted.length === 0 ? undefined : nextCursor };
    });
    yield* page.found;
    cursor = page.next;
  } while (cursor !== undefined);
}

function breakingOf(
  invoice: InvoiceSummary,
  packs: readonly PackRef[],
  fatal: readonly RehearsedBreach[],
): BreakingInvoice {
  const { number, sellerRef, customerRef, customerName, issueDate, format } = invoice;
  const breaches = fatal.map(({ rule, terms, location, value, message, remedy }) => ({
    rule,
    terms,
    location,
    value,
    message,
    remedy,
  }));
  return { number, sellerRef, customerRef, customerName, issueDate, format, packs, breaches };
}
