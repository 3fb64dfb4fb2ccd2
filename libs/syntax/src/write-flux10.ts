import type { EReport } from '#ereporting';
import type { ModelObject } from './field.js';
import { FLUX10_MAP } from './flux10.map.js';
import type { NotCarried } from './not-carried.js';
import { buildPlan, type Plan } from './plan.js';
import { compileWriter } from './writer.js';
import { Writing } from './writing.js';

export interface WrittenFlux10 {
  /** UTF-8, the same bytes for the same report. */
  readonly bytes: Uint8Array;
  readonly notCarried: readonly NotCarried[];
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
let plan: Plan | undefined;
let write: ((to: Writing) => void) | undefined;

/** The compiled table of Flux 10, built on first use. */
export function flux10Plan(): Plan {
  return (plan ??= buildPlan('frr:Report', FLUX10_MAP, 'invoice'));
}

/** Writes an e-report as Flux 10 in the order of the XSD. Never throws for what the report says. */
export function writeFlux10(report: EReport): WrittenFlux10 {
  write ??= compileWriter(flux10Plan());
  const model: object = report;
  const to = new Writing(model as ModelObject, false, { currency: '', vatCurrency: '' });
  const bytes = to.document(`${DECLARATION}<Report>`, write, '\n</Report>\n');
  return { bytes, notCarried: to.notCarried };
}
