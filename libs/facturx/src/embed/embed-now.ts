import { createHash } from 'node:crypto';
import { isNativeError } from 'node:util/types';
import { failed, ok, type Result } from '#kernel';
import { INVOICE_NAMES, openPdf } from '../extract.js';
import { inspectNow } from '../inspect/inspect-pdf.js';
import { preflight, type Preflight } from '../preflight/preflight.js';
import { hybridError, outcomeOf } from '../reader/hybrid-error.js';
import type { PdfFile } from '../reader/pdf-file.js';
import { blockersOf } from './blockers.js';
import { completePdf, type CompletionFacts } from './complete-pdf.js';
import type { EmbedError, EmbedInput } from './embed-into-pdf.js';

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
function checked(bytes: Uint8Array): Result<Uint8Array, EmbedError> {
  const inspected = inspectNow(bytes);
  if (!inspected.ok) return failed({ kind: 'unreadable', error: inspected.error });
  const faults = inspected.value.checks
    .filter((check) => !check.passed && check.level === 'error')
    .map((check) => [check.id, ...check.found.slice(0, 3)].join(' '));
  return faults.length === 0 ? ok(bytes) : failed({ kind: 'unsound', checks: faults });
}
