import type { BankEntry, ReferredDocument } from '#remittance';
import { documentKey, isDistinctive, shapeOf } from './document-key.js';
import { evidence } from './match-evidence.js';
import type { Evidence, MatchLevel } from './match-outcome.js';
import type { MatchKnowledge } from './match-policy.js';
import type { OpenItemIndex } from './open-item-index.js';
import type { OpenItem } from './open-item.js';
import { candidatesOf, referencesIn, structuredKeys, textsOf, type TextCandidate } from './remittance-text.js';

/** The documents a payment points at, by its own words. */
export interface Clues {
  /** In the order of discovery, each document once, in the currency of the entry. */
  readonly items: readonly OpenItem[];
  /** The strongest level that pointed at something. */
  readonly level?: MatchLevel;
  readonly evidence: readonly Evidence[];
  /** What keeps the machine from posting whatever the amounts say. */
  readonly blockers: readonly Evidence[];
  /** Structured references point at one set of documents and the free text at quite another. */
  readonly isSplit: boolean;
  /** Documents with amounts, from the payment itself or an advice that its references lead to. */
  readonly documents: readonly ReferredDocument[];
}

/** Collects while the sources are searched, strongest first. */
export class ClueCollector {
  readonly items = new Map<string, OpenItem>();
  readonly evidence: Evidence[] = [];
  readonly blockers: Evidence[] = [];
  level: MatchLevel | undefined;
  private readonly inText = new Set<string>();
  private readonly structured = new Set<string>();

  constructor(
    readonly entry: BankEntry,
    readonly index: OpenItemIndex,
    readonly knowledge: MatchKnowledge,
  ) {}

  /** Notes that a source points at these documents; several under one key cannot be told apart. */
  point(found: readonly OpenItem[], level: MatchLevel, note: Evidence): void {
    if (found.length > 1) this.blockers.push(evidence('MATCH.NUMBER_AMBIGUOUS', note.field, note.value));
    for (const item of found) {
      if (item.currency !== this.entry.currency)
        this.blockers.push(evidence('MATCH.CURRENCY', 'currency', `${item.number} ${item.currency}`));
      else this.items.set(item.itemId, item);
      (note.field === 'remittance' ? this.inText : this.structured).add(item.itemId);
    }
    this.level ??= level;
    this.evidence.push(note);
  }

  get isSplit(): boolean {
    if (this.inText.size === 0 || this.structured.size === 0) return false;
    return ![...this.inText].some((id) => this.structured.has(id));
  }

  /** Notes a key that is no open document: settled, or shaped like ours yet unknown. True when it was one of these. */
  miss(key: string, field: string): boolean {
    if (this.knowledge.closedItem(key) !== undefined) {
      this.blockers.push(evidence('MATCH.CLOSED_ITEM', field, key));
      return true;
    }
    if (!isDistinctive(key) || !this.index.hasShape(shapeOf(key))) return false;
    this.blockers.push(evidence('MATCH.UNKNOWN_NUMBER', field, key));
    return true;
  }
}

/** Everything the payment says about what it is for. */
export function cluesOf(entry: BankEntry, index: OpenItemIndex, knowledge: MatchKnowledge): Clues {
  const collector = new ClueCollector(entry, index, knowledge);
  pointByReferences(collector);
  pointByEndToEndId(collector);
  const documents = documentsOf(collector);
  for (const document of documents) pointByNumber(collector, document.number, 'referred-document', 'remittance-advice');
  pointByText(collector);
  const { items, level, blockers, isSplit } = collector;
  return { items: [...items.values()], level, evidence: collector.evidence, blockers, isSplit, documents };
}

function pointByReferences(collector: ClueCollector): void {
  for (const key of structuredKeys(collector.entry)) {
    const found = [...collector.index.withReference(key), ...collector.index.withPaymentRef(key)];
    const field = 'structured-reference';
    if (found.length > 0)
      collector.point(distinct(found), 'creditor-reference', evidence('MATCH.CREDITOR_REFERENCE', field, key));
    else if (collector.index.withNumber(key).length > 0) pointByNumber(collector, key, field, 'document-number');
    else if (!collector.miss(key, field) && key.startsWith('RF'))
      collector.blockers.push(evidence('MATCH.UNKNOWN_NUMBER', field, key));
  }
}

function pointByEndToEndId(collector: ClueCollector): void {
  const id = collector.entry.endToEndId;
  if (id === undefined) return;
  const key = documentKey(id);
  const ours = collector.index.withPaymentRef(key);
  const note = evidence('MATCH.END_TO_END_ID', 'end-to-end-id', id);
  if (ours.length > 0) collector.point(ours, 'end-to-end-id', note);
  else if (collector.index.withReference(key).length > 0)
    collector.point(collector.index.withReference(key), 'creditor-reference', note);
  else if (isDistinctive(key) && collector.index.withNumber(key).length > 0)
    pointByNumber(collector, key, 'end-to-end-id', 'document-number');
}

/** The payment's own document list; else that of the one advice its references lead to. */
function documentsOf(collector: ClueCollector): readonly ReferredDocument[] {
  if (collector.entry.referredDocuments.length > 0) return collector.entry.referredDocuments;
  const { endToEndId, instructionId, transactionId } = collector.entry;
  const refs = [
    endToEndId,
    instructionId,
    transactionId,
    ...collector.entry.structuredReferences.map((r) => r.reference),
  ];
  const advices = refs.flatMap((ref) => (ref === undefined ? [] : [...collector.knowledge.advices(ref)]));
  const payments = advices.filter((advice) => advice.isPayment);
  if (payments.length > 1) collector.blockers.push(evidence('MATCH.ADVICE_MISMATCH', 'remittance-advice'));
  const [advice] = payments;
  if (advice === undefined) return [];
  collector.evidence.push(evidence('MATCH.ADVICE', 'remittance-advice', advice.adviceRef));
  return advice.documents;
}

function pointByNumber(collector: ClueCollector, number: string, field: string, level: MatchLevel): void {
  const key = documentKey(number);
  const found = collector.index.withNumber(key);
  const code = level === 'remittance-advice' ? 'MATCH.REFERRED_DOCUMENT' : 'MATCH.DOCUMENT_NUMBER';
  if (found.length > 0) collector.point(found, level, evidence(code, field, number));
  else if (!collector.miss(key, field) && level === 'remittance-advice')
    collector.blockers.push(evidence('MATCH.UNKNOWN_NUMBER', field, number));
}

function pointByText(collector: ClueCollector): void {
  const { plain, rejoined } = textsOf(collector.entry);
  const inPlain = numbersIn(collector, plain);
  const inRejoined = rejoined === undefined ? inPlain : numbersIn(collector, rejoined);
  // A cut line can end in what looks like a whole number: then neither reading is certain.
  const lost = [...inPlain.keys()].filter((key) => !inRejoined.has(key));
  const gained = [...inRejoined.keys()].filter((key) => !inPlain.has(key));
  if (lost.length > 0 && gained.length > 0)
    collector.blockers.push(evidence('MATCH.NUMBER_AMBIGUOUS', 'remittance', [...lost, ...gained].join(' ')));
  for (const [key, found] of new Map([...inPlain, ...inRejoined])) {
    const byReference = key.startsWith('RF') && collector.index.withReference(key).length > 0;
    const code = byReference ? 'MATCH.CREDITOR_REFERENCE' : 'MATCH.DOCUMENT_NUMBER';
    collector.point(found, byReference ? 'creditor-reference' : 'document-number', evidence(code, 'remittance', key));
  }
  for (const key of unknownNumbers(collector, rejoined ?? plain)) collector.miss(key, 'remittance');
}

/** Document numbers and references of open items that stand in the text as whole tokens, longest first. */
function numbersIn(collector: ClueCollector, text: string): Map<string, OpenItem[]> {
  const candidates = candidatesOf(text);
  const references = new Set(referencesIn(candidates));
  const taken = new Set<number>();
  const found = new Map<string, OpenItem[]>();
  for (const one of candidates) {
    if (overlaps(one, taken)) continue;
    const items = references.has(one) ? collector.index.withReference(one.key) : [];
    const numbered = items.length > 0 ? items : isReadable(one) ? collector.index.withNumber(one.key) : [];
    const isClosed = numbered.length === 0 && isReadable(one) && collector.knowledge.closedItem(one.key) !== undefined;
    if (numbered.length === 0 && !isClosed) continue;
    for (let at = one.from; at <= one.to; at += 1) taken.add(at);
    if (isClosed) collector.miss(one.key, 'remittance');
    else found.set(one.key, distinct(numbered));
  }
  return found;
}

/** Runs parted by blanks make a number only when it is long: `2024 100 EUR` must not read as `2024-100`. */
function isReadable(one: TextCandidate): boolean {
  return one.isTied || (one.key.length >= 8 && isDistinctive(one.key));
}

/** Tied tokens of the text shaped like our numbers that no open document has. */
function unknownNumbers(collector: ClueCollector, text: string): string[] {
  const taken = new Set<number>();
  return candidatesOf(text).flatMap((one) => {
    if (!one.isTied || overlaps(one, taken)) return [];
    const isOurs = collector.index.withNumber(one.key).length > 0;
    const hasShape = isDistinctive(one.key) && collector.index.hasShape(shapeOf(one.key));
    if (!isOurs && !hasShape) return [];
    for (let at = one.from; at <= one.to; at += 1) taken.add(at);
    return isOurs ? [] : [one.key];
  });
}

function overlaps(one: TextCandidate, taken: ReadonlySet<number>): boolean {
  for (let at = one.from; at <= one.to; at += 1) if (taken.has(at)) return true;
  return false;
}

function distinct(items: readonly OpenItem[]): OpenItem[] {
  return [...new Map(items.map((item) => [item.itemId, item])).values()];
}
