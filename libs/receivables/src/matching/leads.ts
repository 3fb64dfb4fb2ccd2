import type { BankEntry } from '#remittance';
import { documentKey } from './document-key.js';
import { candidatesOf, textsOf } from './remittance-text.js';

/**
 * Every key under which a document could be found that the payment points at: references, end-to-end id, listed documents and
 * each run of text that could be a number. A store looks these up; what is no document of ours finds nothing.
 */
export function leadsOf(entry: BankEntry): string[] {
  const { plain, rejoined } = textsOf(entry);
  const tokens = [plain, ...(rejoined === undefined ? [] : [rejoined])].flatMap((text) =>
    candidatesOf(text).map((one) => one.key),
  );
  const refs = [
    entry.endToEndId,
    ...entry.structuredReferences.map((one) => one.reference),
    ...entry.referredDocuments.map((one) => one.number),
  ].filter((ref) => ref !== undefined);
  const keys = [...tokens, ...refs.map(documentKey)].filter((key) => key.length >= 3);
  return [...new Set(keys)];
}
