import type { Bilingual } from '#kernel';
import { FAULTS, type FaultCode } from '../preflight/fault.table.js';
import type { Fault } from '../preflight/faults.js';

export type BlockerCode = FaultCode;

/** Why a PDF cannot become PDF/A-3 without changing how it looks or behaves, and where. */
export interface Blocker {
  readonly code: BlockerCode;
  /** Page, object and what was found there, e.g. `page 1, object 12: Helvetica`. */
  readonly where: string;
  /** Clause of ISO 19005-3. */
  readonly clause: string;
  readonly message: Bilingual;
  readonly remedy: Bilingual;
}

/** The faults that completion does not repair, as told to people. */
export function blockersOf(faults: readonly Fault[]): Blocker[] {
  return faults
    .filter((fault) => !fault.mended)
    .map(({ code, clause, where, detail }) => ({ code, clause, where: `${where}: ${detail}`, ...FAULTS[code] }));
}
