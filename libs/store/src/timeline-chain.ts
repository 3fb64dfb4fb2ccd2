import { sha256 } from '#kernel';
import type { EvidenceEntry, TimelineEvent } from '#ports';
import { canonicalText } from './canonical-row.js';

/** What stands before the first event of a chain. */
export const CHAIN_START = '0'.repeat(64);

/** An event with its place in the chain. */
export interface ChainedEvent extends TimelineEvent {
  readonly position: number;
  readonly evidence: readonly EvidenceEntry[] | null;
}

/** The hash of an event: over the hash before it and its own content. */
export function chainHash(previousHash: string, event: ChainedEvent): string {
  const { position, subject, subjectId, type, at, correlationId, data, evidence } = event;
  const content = { position, subject, subjectId, type, at, correlationId, data, evidence };
  return sha256(`${previousHash}\n${canonicalText(content)}`);
}
