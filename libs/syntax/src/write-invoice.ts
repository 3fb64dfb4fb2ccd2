import type { Invoice } from '#invoice';
import { escapeAttribute } from '#xml';
import type { ModelObject } from './field.js';
import type { NotCarried } from './not-carried.js';
import type { Partially } from './read-report.js';
import { profile } from './profile.js';
import type { ProfileId } from './profile.table.js';
import { planOf, SYNTAXES, type SyntaxId } from './syntax.js';
import { compileWriter } from './writer.js';
import { Writing } from './writing.js';

export interface WriteOptions {
  readonly syntax: 'ubl' | 'cii';
  /** Of CII; D22B when not said. D16B allows a single preceding invoice. */
  readonly version?: 'D16B' | 'D22B';
  /** Factur-X profile of a CII document: what lies above it is not written but reported. BT-24 is written as the model has it. */
  readonly profile?: ProfileId;
}

export interface WrittenInvoice {
  /** UTF-8, the same bytes for the same invoice. */
  readonly bytes: Uint8Array;
  readonly notCarried: readonly NotCarried[];
}

// The credit note part of UNTDID 1001 as BR-CL-01 splits it; 81 is in both parts and written as a credit note.
const CREDIT_NOTES = new Set('81 83 261 262 296 308 381 396 420 458 502 503 532'.split(' '));
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

const writers = new Map<string, (to: Writing) => void>();

/** True when BT-3 makes the document a credit note, which UBL writes with another root element. */
export function isCreditNote(typeCode: string): boolean {
  return CREDIT_NOTES.has(typeCode);
}

/**
 * Writes the invoice in schema order. Never throws for what the invoice says; what the document could not take is in
 * `notCarried`. The bytes are well-formed for any invoice, valid for one that is; what a partial one lacks is left out.
 */
export function writeInvoice(invoice: Invoice | Partially<Invoice>, options: WriteOptions): WrittenInvoice {
  const syntax = syntaxFor(invoice, options);
  const write = writerOf(syntax, syntax === 'cii' ? options.profile : undefined);
  const currencies = {
    currency: currencyText(invoice.currency ?? ''),
    vatCurrency: currencyText(invoice.vatCurrency ?? invoice.currency ?? ''),
  };
  const model: object = invoice;
  const to = new Writing(model as ModelObject, options.version === 'D16B', currencies);
  const { openTag, closeTag } = SYNTAXES[syntax];
  const bytes = to.document(`${DECLARATION}${openTag}>`, write, `\n${closeTag}\n`);
  return { bytes, notCarried: to.notCarried };
}

/** For `@currencyID`: what no document can hold falls away here; BT-5 itself is reported where it is written. */
function currencyText(currency: string): string {
  return escapeAttribute(currency.replace(/[\u0000-\u001F\uD800-\uDFFF\uFFFE\uFFFF]/g, ''));
}

function syntaxFor(invoice: Invoice | Partially<Invoice>, options: WriteOptions): SyntaxId {
  if (options.syntax === 'cii') return 'cii';
  return isCreditNote(invoice.typeCode ?? '') ? 'ubl-credit-note' : 'ubl-invoice';
}

function writerOf(syntax: SyntaxId, profileId: ProfileId | undefined): (to: Writing) => void {
  const key = `${syntax}|${profileId ?? ''}`;
  let writer = writers.get(key);
  if (writer === undefined) {
    writer = compileWriter(planOf(syntax, profileId === undefined ? undefined : profile(profileId)));
    writers.set(key, writer);
  }
  return writer;
}
