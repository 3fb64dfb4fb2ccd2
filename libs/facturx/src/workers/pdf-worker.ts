import { asFacteurError } from '#kernel';
import { composeFacturX } from '../compose.js';
import { embedNow } from '../embed/embed-now.js';
import { extractNow } from '../extract.js';
import { comparePageNow } from '../inspect/compare-page.js';
import { inspectNow } from '../inspect/inspect-pdf.js';
import type { PdfAnswer, PdfTask } from './background.js';
import { pack, unpack } from './pack.js';

const TASKS: Readonly<Record<PdfTask, (...values: never[]) => unknown>> = {
  compose: composeFacturX,
  embed: embedNow,
  extract: extractNow,
  inspect: inspectNow,
  compare: comparePageNow,
};

/** Entry of the worker thread. */
export default async function work({
  task,
  values,
}: {
  readonly task: PdfTask;
  readonly values: readonly unknown[];
}): Promise<PdfAnswer> {
  try {
    return { value: pack(await TASKS[task](...(values.map(unpack) as never[]))) };
  } catch (thrown) {
    const { code, category, message, facts } = asFacteurError(thrown);
    return { thrown: { code, category, message, facts } };
  }
}
