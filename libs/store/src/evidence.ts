import { digestOf } from './canonical-row.js';

/** Tables whose rows are evidence: never changed, and bound into the timeline by their digest. */
export const EVIDENCE_TABLES = [
  'orders',
  'invoices',
  'issued_numbers',
  'voided_numbers',
  'documents',
  'ledger',
] as const;
export type EvidenceTable = (typeof EVIDENCE_TABLES)[number];

/** One row that was added, as the timeline keeps it: table, id, SHA-256 of its content. */
export type EvidenceEntry = readonly [table: EvidenceTable, id: string, sha256: string];

/** Gathers what a transaction adds as evidence until its events are written. */
export class Evidence {
  private entries: EvidenceEntry[] = [];

  add(table: EvidenceTable, id: string, row: object): void {
    this.entries.push([table, id, digestOf(row)]);
  }

  /** What was gathered since the last time. */
  take(): readonly EvidenceEntry[] {
    const entries = this.entries;
    this.entries = [];
    return entries;
  }
}
