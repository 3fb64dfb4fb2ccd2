/** Codes that end a name inside a tag: white space, `/`, `>`, `=`, `<`, quotes. */
const ENDS_NAME = new Uint8Array(128);
for (const code of [9, 10, 32, 34, 39, 47, 60, 61, 62]) ENDS_NAME[code] = 1;

/** Where a name that begins at `from` ends. Runs off the end of the text safely: NaN ends the loop. */
export function endOfName(text: string, from: number): number {
  let at = from;
  let code = text.charCodeAt(at);
  while (code > 127 || ENDS_NAME[code] === 0) code = text.charCodeAt(++at);
  return at;
}

/** A number for the characters of a name, the same for the same name; see `nameAt`. */
export function hashOfName(text: string, from: number, end: number): number {
  let hash = end - from;
  // The middle of long names says little that both ends do not: every third character is enough to spread them.
  for (let at = from; at < end; at += 3) hash = (hash * 31 + text.charCodeAt(at)) | 0;
  return (hash * 31 + text.charCodeAt(end - 1)) ^ (hash >>> 12);
}

/** The first offset from `from` on that is not white space. Line ends are already `\n` (XML 1.0, 2.11). */
export function skipSpace(text: string, from: number): number {
  let at = from;
  let code = text.charCodeAt(at);
  while (code === 32 || code === 10 || code === 9) code = text.charCodeAt(++at);
  return at;
}
