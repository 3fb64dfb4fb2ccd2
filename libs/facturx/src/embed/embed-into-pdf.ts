import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isNativeError } from 'node:util/types';
import type { Piscina } from 'piscina';
import { failed, ok, type Result } from '#kernel';
import type { HybridAttachment } from '../container/hybrid-file.js';
import { INVOICE_NAMES, openPdf } from '../extract.js';
import type { HybridProfileId } from '../hybrid-profile.table.js';
import { inspectPdf } from '../inspect/inspect-pdf.js';
import { preflight, type Preflight } from '../preflight/preflight.js';
import { hybridError, outcomeOf, type HybridError } from '../reader/hybrid-error.js';
import type { PdfFile } from '../reader/pdf-file.js';
import { blockersOf, type Blocker } from './blockers.js';
import { completePdf, type CompletionFacts } from './complete-pdf.js';

export interface EmbedInput {
  /** The page as the ERP made it. */
  readonly pdf: Uint8Array;
  readonly xml: Uint8Array;
  readonly profile: HybridProfileId;
  readonly createdAt: Date;
  readonly language: 'fr' | 'en';
  readonly attachments?: readonly HybridAttachment[];
}

/** Why a PDF was not completed: it could not be read, or what stands in the way of PDF/A-3, all at once. */
export type EmbedError =
  | { readonly kind: 'unreadable'; readonly error: HybridError }
  | { readonly kind: 'blocked'; readonly blockers: readonly Blocker[] }
  | { readonly kind: 'unsound'; readonly checks: readonly string[] };

/** Above this size the work runs in a worker thread. */
const INLINE_BYTES = 1_000_000;

/**
 * Turns a PDF that another program made into a Factur-X file: adds the XML, metadata, output intent and file identifier,
 * mends flags of annotations and images, and leaves the page as it looks. A PDF that cannot become PDF/A-3 that way is
 * refused with every reason and place. The result is inspected before it is handed out.
 */
export async function embedIntoPdf(input: EmbedInput): Promise<Result<Uint8Array, EmbedError>> {
  const worker = fileURLToPath(new URL('./embed-worker.js', import.meta.url));
  if (input.pdf.length <= INLINE_BYTES || !existsSync(worker)) return embedNow(input);
  return (await workers(worker)).run(input) as Promise<Result<Uint8Array, EmbedError>>;
}

let pool: Piscina | undefined;

async function workers(filename: string): Promise<Piscina> {
  const { Piscina: Pool } = await import('piscina');
  return (pool ??= new Pool({ filename, maxThreads: 2, idleTimeout: 5000 }));
}

/** As `embedIntoPdf`, on this thread. */
export async function embedNow(input: EmbedInput): Promise<Result<Uint8Array, EmbedError>> {
  const opened = openPdf(input.pdf);
  if (!opened.ok) return failed({ kind: 'unreadable', error: opened.error });
  const judged = judge(opened.value);
  if (!judged.ok) return judged;
  const id = createHash('md5').update(input.pdf).update(input.xml).update(input.createdAt.toISOString()).digest();
  const { intent, defaultRgb } = judged.value;
  const completed = await complete(input, {
    keepsIntent: intent === 'keep',
    defaultRgb,
    id,
    invoiceNames: INVOICE_NAMES,
  });
  return completed.ok ? checked(completed.value) : completed;
}

/** What stands in the way before anything is written. */
function judge(pdf: PdfFile): Result<Preflight, EmbedError> {
  try {
    const found = preflight(pdf);
    const blockers = blockersOf(found.faults);
    return blockers.length > 0 ? failed({ kind: 'blocked', blockers }) : ok(found);
  } catch (error) {
    return failed({ kind: 'unreadable', error: outcomeOf(error) });
  }
}

/** pdf-lib reads more strictly than we do; what it cannot read is told as damage. */
async function complete(input: EmbedInput, facts: CompletionFacts): Promise<Result<Uint8Array, EmbedError>> {
  try {
    return ok(await completePdf(input, facts));
  } catch (error) {
    const reason = isNativeError(error) ? error.message.slice(0, 200) : 'unknown';
    return failed({ kind: 'unreadable', error: hybridError('FACTURX.DAMAGED', { reason }) });
  }
}

/** The finished file is judged again from its bytes: a repair that did not take is told instead of being handed out. */
async function checked(bytes: Uint8Array): Promise<Result<Uint8Array, EmbedError>> {
  const inspected = await inspectPdf(bytes);
  if (!inspected.ok) return failed({ kind: 'unreadable', error: inspected.error });
  const faults = inspected.value.checks
    .filter((check) => !check.passed && check.level === 'error')
    .map((check) => [check.id, ...check.found.slice(0, 3)].join(' '));
  return faults.length === 0 ? ok(bytes) : failed({ kind: 'unsound', checks: faults });
}
