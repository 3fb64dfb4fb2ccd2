import type { LifecycleMessage } from '#lifecycle';
import type { ModelObject } from './field.js';
import type { NotCarried } from './not-carried.js';
import { planOf, SYNTAXES } from './syntax.js';
import { compileWriter } from './writer.js';
import { Writing } from './writing.js';

export interface WrittenCdar {
  /** UTF-8, the same bytes for the same message. */
  readonly bytes: Uint8Array;
  readonly notCarried: readonly NotCarried[];
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
let write: ((to: Writing) => void) | undefined;

/** Writes a lifecycle message as CDAR D22B in schema order. Never throws for what the message says. */
export function writeCdar(message: LifecycleMessage): WrittenCdar {
  write ??= compileWriter(planOf('cdar'));
  const model: object = message;
  const to = new Writing(model as ModelObject, false, { currency: '', vatCurrency: '' });
  const { openTag, closeTag } = SYNTAXES.cdar;
  const bytes = to.document(`${DECLARATION}${openTag}>`, write, `\n${closeTag}\n`);
  return { bytes, notCarried: to.notCarried };
}
