// NameStartChar and NameChar of XML 1.0, fifth edition, without the colon (NCName of Namespaces in XML).
const START =
  'A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D\\u2070-\\u218F' +
  '\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';
const NCNAME = new RegExp(`^[${START}][${START}\\-.0-9\\u00B7\\u0300-\\u036F\\u203F-\\u2040]*$`, 'u');

export function isNcName(text: string): boolean {
  return NCNAME.test(text);
}

/** Splits `prefix:local`; undefined when it is not a QName. The prefix is empty when there is none. */
export function splitQName(raw: string): { readonly prefix: string; readonly local: string } | undefined {
  const colon = raw.indexOf(':');
  const prefix = colon < 0 ? '' : raw.slice(0, colon);
  const local = colon < 0 ? raw : raw.slice(colon + 1);
  if (!isNcName(local) || (colon >= 0 && !isNcName(prefix))) return undefined;
  return { prefix, local };
}
