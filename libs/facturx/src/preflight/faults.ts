import type { FaultCode } from './fault.table.js';

/** One breach of PDF/A-3b and where it is. */
export interface Fault {
  readonly code: FaultCode;
  /** Clause of ISO 19005-3. */
  readonly clause: string;
  /** Page and object, e.g. `page 2, object 14`. */
  readonly where: string;
  /** What was found, as the PDF names it; short, without control characters. */
  readonly detail: string;
  /** True when completing the file repairs it without changing how the page looks. */
  readonly mended: boolean;
}

const MAX_FAULTS = 500;

/** Collects faults, each once, and not more than a person would read. */
export class Faults {
  readonly found: Fault[] = [];
  private readonly seen = new Set<string>();

  add(code: FaultCode, clause: string, where: string, detail: string, mended = false): void {
    const plain = detail.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?').slice(0, 120);
    const key = `${code} ${clause} ${where} ${plain}`;
    if (this.seen.has(key) || this.found.length >= MAX_FAULTS) return;
    this.seen.add(key);
    this.found.push({ code, clause, where, detail: plain, mended });
  }
}
