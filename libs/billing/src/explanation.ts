import type { Bilingual } from '#kernel';

/** A decision taken while billing, told in plain words: which terms, which VAT rule, which difference was accepted. */
export interface Explanation {
  /** Stable, `BILLING.REASON`. */
  readonly code: string;
  /** `warning`: a person should look, though nothing stands in the way. */
  readonly severity: 'info' | 'warning';
  /** Business terms concerned, e.g. `['BT-9']`. */
  readonly terms: readonly string[];
  readonly message: Bilingual;
}
