import type { XmlElement } from '#xml';
import type { Severity } from '../finding.js';
import type { Rule } from './rule.js';
import type { Unanswerable } from './values.js';

/** A rule that does not hold at an element. */
export interface Breach {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly pack: string;
  readonly context: XmlElement;
  readonly element: XmlElement;
  readonly attribute?: string;
  readonly unanswerable?: Unanswerable;
}

/** Findings of one judgement; more than any author reads, few enough that a hostile document cannot ask for gigabytes. */
const MOST = 10_000;

/** What is broken, up to a bound. Beyond it the first breach of each rule still counts, so that the verdict stays the same. */
export class Breaches {
  readonly list: Breach[] = [];
  /** Breaches beyond the bound, which are not listed. */
  omitted = 0;
  private readonly told = new Set<Unanswerable>();
  private readonly known = new Map<Rule, Set<Severity>>();

  add(breach: Breach): void {
    const { unanswerable } = breach;
    if (unanswerable !== undefined) {
      // A fact that has no answer is asked for by many rules; one finding tells it.
      if (this.told.has(unanswerable)) return;
      this.told.add(unanswerable);
    }
    const isFirst = this.isFirst(breach);
    if (this.list.length < MOST || isFirst) this.list.push(breach);
    else this.omitted += 1;
  }

  private isFirst({ rule, severity }: Breach): boolean {
    const severities = this.known.get(rule);
    if (severities === undefined) {
      this.known.set(rule, new Set([severity]));
      return true;
    }
    if (severities.has(severity)) return false;
    severities.add(severity);
    return true;
  }
}
