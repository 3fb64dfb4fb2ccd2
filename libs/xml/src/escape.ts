const TEXT = /[&<>\r]/;
const ATTRIBUTE = /[&<>"\t\n\r]/;
const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};
const reference = (character: string): string => REFERENCES[character] as string;

/** Text for element content, so that reading gives it back unchanged. */
export function escapeText(text: string): string {
  return TEXT.test(text) ? text.replace(/[&<>\r]/g, reference) : text;
}

/** Text for an attribute value in double quotes, so that reading gives it back unchanged. */
export function escapeAttribute(text: string): string {
  return ATTRIBUTE.test(text) ? text.replace(/[&<>"\t\n\r]/g, reference) : text;
}

const UNWRITABLE =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** True when no XML 1.0 document can carry the text: control characters, lone surrogates. */
export function isUnwritable(text: string): boolean {
  return UNWRITABLE.test(text);
}
