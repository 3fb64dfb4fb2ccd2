// Bounded, since names come from documents: what does not fit is compared character by character, as any text.
const MAX_KNOWN = 20_000;
const MAX_LENGTH = 200;
const KNOWN = new Map<string, string>();

/**
 * The one instance of a text. Names cut out of a document are each their own string; comparing them with the names of
 * rules and grammars goes by identity once both sides are the same instance, which is what makes judging cheap.
 */
export function interned(text: string): string {
  const known = KNOWN.get(text);
  if (known !== undefined) return known;
  // A property key is the engine's own unique instance.
  const [unique = text] = Object.keys({ [text]: 0 });
  if (KNOWN.size < MAX_KNOWN && text.length <= MAX_LENGTH) KNOWN.set(unique, unique);
  return unique;
}
