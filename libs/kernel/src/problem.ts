/** A sentence that a user reads; it exists in both languages of the product. */
export interface Bilingual {
  readonly en: string;
  readonly fr: string;
}

/**
 * One thing wrong with data that came from outside (an order, a bank file, a setting), told so that the sender can mend it.
 * All problems of a document are reported at once.
 */
export interface Problem {
  /** Stable, `AREA.REASON`. */
  readonly code: string;
  /** Line or row of the source, 1-based, where the format has such a thing. */
  readonly row?: number;
  /** Field as the sender knows it: a column name, a JSON pointer, an element path. */
  readonly field?: string;
  /** The value as it was seen, cut at 200 characters. */
  readonly value?: string;
  readonly message: Bilingual;
  readonly remedy: Bilingual;
}
