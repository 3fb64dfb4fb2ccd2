import type { EvidenceEntry, EvidenceTable } from '#ports';
import { digestOf } from './canonical-row.js';

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
