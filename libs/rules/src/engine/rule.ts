import type { Bilingual, LocalDate } from '#kernel';
import type { XmlElement } from '#xml';
import type { Severity } from '../finding.js';
import type { Path } from './path.js';
import type { Scope } from './scope.js';

/** The document syntaxes that rules are written for; decided by the root element. */
export type RuleSyntax = 'ubl-invoice' | 'ubl-credit-note' | 'cii' | 'cdar';

/**
 * True when the rule holds at this element. A test may throw `Unanswerable` (through the functions of `values.ts`); the
 * rule is then reported as fatal.
 */
export type Test = (element: XmlElement, scope: Scope) => boolean;

/** The rule holds when none of these paths leads anywhere; many such rules of a context cost one walk together. */
export interface Absence {
  readonly absent: readonly string[];
}

/** A rule is data. `id` is permanent: it may be retired, never reused. */
export interface Rule {
  readonly id: string;
  readonly terms: readonly string[];
  readonly severity: Severity;
  /** `key` of a context of the same pattern. */
  readonly context: string;
  readonly test: Test | Absence;
  /** Where the finding points, from the context; the context itself when this is missing or leads nowhere. */
  readonly about?: Path;
  readonly message: Bilingual;
  readonly remedy: Bilingual;
}

/** Which elements rules are asked at. */
export interface Context {
  readonly key: string;
  /**
   * Paths, any of which the element must end: `cac:PaymentMeans`, `/ubl:Invoice/cbc:Note`, `ram:*ID` (local name ends so).
   * A leading `/` binds to the document root; otherwise any depth.
   */
  readonly match: readonly string[];
  /** A further condition; one that cannot be answered does not match. */
  readonly where?: Test;
  /**
   * A further condition that several contexts share: the text that `of` gives for the element has to equal `is`. The
   * function is asked once for an element, however many contexts name it.
   */
  readonly when?: { readonly of: Discriminator; readonly is: string };
}

export type Discriminator = (element: XmlElement, scope: Scope) => string;

/** Contexts in order: an element belongs to the first that matches, and later contexts of the pattern pass it by. */
export interface Pattern {
  readonly id: string;
  readonly contexts: readonly Context[];
  readonly rules: readonly Rule[];
}

/** The patterns for some syntaxes. */
export interface Sheet {
  readonly syntaxes: readonly RuleSyntax[];
  readonly patterns: readonly Pattern[];
}

/** What a document says about itself, by which packs are chosen. */
export interface DocumentIds {
  readonly syntax: RuleSyntax;
  /** BT-24; empty when missing. */
  readonly specification: string;
  /** BT-23; empty when missing. */
  readonly process: string;
}

/** A change that one pack makes to a rule of a pack it builds on. */
export interface Adjustment {
  readonly rule: string;
  readonly to: 'suppressed' | Severity;
  readonly reason: string;
}

/** Rules of one issuer in one version. */
export interface Pack {
  readonly id: string;
  readonly version: string;
  readonly validFrom: LocalDate;
  /** First day on which it no longer holds. */
  readonly validTo?: LocalDate;
  /**
   * Whether this version, and no other of the pack, judges a document that names its edition in BT-24. Versions without it
   * are chosen by date.
   */
  readonly speaksFor?: (ids: DocumentIds) => boolean;
  /** Published, but not in force when this release was made: judges from its first day only, or where it is named. */
  readonly announced?: true;
  /** Where the rules come from: issuer, artefact, commit or date. */
  readonly source: string;
  /** A part of another pack, which chooses it by the document: not told to users as a choice of their own. */
  readonly inner?: true;
  /** Whether a document asks for this pack by its own identifiers. */
  readonly claims: (ids: DocumentIds) => boolean;
  /** Ids of packs that judge first and whose rules it may adjust; may depend on the document. */
  readonly buildsOn?: (ids: DocumentIds) => readonly string[];
  readonly adjusts?: readonly Adjustment[];
  readonly sheets: readonly Sheet[];
}
