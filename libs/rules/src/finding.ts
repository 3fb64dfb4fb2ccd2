import type { Bilingual } from '#kernel';

export type Severity = 'fatal' | 'warning' | 'info';

/** Something wrong with a document. Data: collected, never thrown; `rule` is a permanent id. */
export interface Finding {
  /** Permanent rule id, e.g. `BR-CO-15`, `STRUCT-ORDER`. */
  readonly rule: string;
  readonly severity: Severity;
  /** Business terms concerned, e.g. `['BT-112', 'BT-109']`. */
  readonly terms: readonly string[];
  /** Element path with positions, e.g. `/Invoice/cac:InvoiceLine[2]/cbc:ID`. */
  readonly location: string;
  /** 1-based; 0 where the finding has no place in a source text. */
  readonly line: number;
  readonly column: number;
  /** The value seen, cut at 200 characters; empty when something is missing. */
  readonly value: string;
  readonly message: Bilingual;
  readonly remedy: Bilingual;
  /** Id of the pack that judged, e.g. `en16931`. */
  readonly pack: string;
}

/** A rule pack as it judged: the pair is stored with each document. */
export interface PackRef {
  readonly id: string;
  readonly version: string;
}

/** The answer of a judgement. `valid` is true when no finding is fatal. */
export interface Verdict {
  readonly packs: readonly PackRef[];
  readonly valid: boolean;
  readonly findings: readonly Finding[];
}
