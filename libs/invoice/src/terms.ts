import type { InvoicePath } from './path.js';
import { TERM_ROWS, type Cardinality, type TermType } from './terms.table.js';

/** A business term or group of EN 16931-1. */
export interface Term {
  /** `BT-9`, `BG-4`, `BT-29-1`. */
  readonly id: string;
  readonly name: string;
  /** Place in our model, `[]` after a list: `lines[].price.netPrice`. */
  readonly path: InvoicePath;
  readonly type: TermType;
  readonly cardinality: Cardinality;
  /** True when the model cannot be without it (inside its group). */
  readonly isRequired: boolean;
}

/** All terms and groups in the order of the standard. */
export const TERMS: readonly Term[] = TERM_ROWS.map(([id, name, path, type, cardinality, isRequired]) => ({
  id,
  name,
  path,
  type,
  cardinality,
  isRequired,
}));

const BY_ID: ReadonlyMap<string, Term> = new Map(TERMS.map((entry) => [entry.id, entry]));

/** The term with this id; undefined when EN 16931 has none. */
export function term(id: string): Term | undefined {
  return BY_ID.get(id);
}
