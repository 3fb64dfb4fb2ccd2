import { refuse } from './fault.js';

const PREDEFINED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);
const MAX_REFERENCE = 64;
const ENTITY_NAME = /^[^\s&<>;#'"]+$/;

/**
 * Replaces character references and the five predefined entities.
 * @param offset where `raw` begins in the source, for the position of a fault
 * @throws XmlRefusal `XML.ENTITY`, `XML.REFERENCE`
 */
export function expandReferences(raw: string, offset: number): string {
  let amp = raw.indexOf('&');
  if (amp < 0) return raw;
  let result = '';
  let from = 0;
  while (amp >= 0) {
    const end = raw.indexOf(';', amp);
    if (end < 0 || end - amp > MAX_REFERENCE) refuse('XML.REFERENCE', offset + amp, raw.slice(amp, amp + 20));
    result += raw.slice(from, amp) + referenced(raw.slice(amp + 1, end), offset + amp);
    from = end + 1;
    amp = raw.indexOf('&', from);
  }
  return result + raw.slice(from);
}

function referenced(body: string, offset: number): string {
  const predefined = PREDEFINED.get(body);
  if (predefined !== undefined) return predefined;
  if (body.charCodeAt(0) !== 35)
    return refuse(ENTITY_NAME.test(body) ? 'XML.ENTITY' : 'XML.REFERENCE', offset, `&${body};`);
  const code = /^#x[0-9a-fA-F]+$/.test(body)
    ? parseInt(body.slice(2), 16)
    : /^#[0-9]+$/.test(body)
      ? parseInt(body.slice(1), 10)
      : -1;
  return isXmlCharacter(code) ? String.fromCodePoint(code) : refuse('XML.REFERENCE', offset, `&${body};`);
}

/** Char of XML 1.0, section 2.2. */
function isXmlCharacter(code: number): boolean {
  return (
    code === 0x9 ||
    code === 0xa ||
    code === 0xd ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff)
  );
}

/**
 * Own character data of content that was already checked by the scanner: comments and processing instructions fall away,
 * CDATA is taken as it stands, references are replaced. `raw` holds no element.
 */
export function characterData(raw: string): string {
  let markup = raw.indexOf('<');
  if (markup < 0) return expandReferences(raw, 0);
  let result = '';
  let from = 0;
  while (markup >= 0) {
    result += expandReferences(raw.slice(from, markup), 0);
    if (raw.startsWith('<![CDATA[', markup)) {
      const end = raw.indexOf(']]>', markup);
      result += raw.slice(markup + 9, end);
      from = end + 3;
    } else {
      from = raw.charCodeAt(markup + 1) === 63 ? raw.indexOf('?>', markup) + 2 : raw.indexOf('-->', markup + 4) + 3;
    }
    markup = raw.indexOf('<', from);
  }
  return result + expandReferences(raw.slice(from), 0);
}
