import { failed, ok, type Result } from '#kernel';
import { decodeXml } from './encoding.js';
import { xmlFault, XmlRefusal, type XmlFault } from './fault.js';
import { DEFAULT_XML_LIMITS, type XmlLimits } from './limits.js';
import { Scanner } from './scanner.js';
import { SourceText } from './source-text.js';
import type { XmlDocument } from './tree.js';

// Char of XML 1.0, 2.2, turned around. Surrogates need no check: the decoders refuse lone ones.
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;

/**
 * Reads a document from outside: strict XML 1.0 with namespaces, without DTD, within bounds. Never throws; whatever XML
 * 1.0 calls a fatal error, and whatever goes beyond the limits, is the returned fault.
 * @param bytes the file as it came; UTF-8, UTF-16, or a declared US-ASCII, ISO-8859-1, ISO-8859-15 or windows-1252
 */
export function readXml(bytes: Uint8Array, limits: Partial<XmlLimits> = {}): Result<XmlDocument, XmlFault> {
  const bounds = { ...DEFAULT_XML_LIMITS, ...limits };
  let source: SourceText | undefined;
  try {
    if (bytes.byteLength > bounds.maxBytes) return failed(xmlFault('XML.SIZE', undefined, String(bytes.byteLength)));
    if (bytes.byteLength === 0) return failed(xmlFault('XML.EMPTY', undefined, undefined));
    source = new SourceText(normalizedLineEnds(decodeXml(bytes)));
    checkCharacters(source.text);
    return ok({ root: new Scanner(source, bounds).read() });
  } catch (thrown) {
    if (!(thrown instanceof XmlRefusal)) throw thrown;
    const position = source && thrown.offset >= 0 ? source.positionOf(thrown.offset) : undefined;
    return failed(xmlFault(thrown.code, position, thrown.value));
  }
}

/** XML 1.0, 2.11: every line end reaches the application as a single line feed. */
function normalizedLineEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

function checkCharacters(text: string): void {
  const at = text.search(FORBIDDEN);
  if (at < 0) return;
  const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
  throw new XmlRefusal('XML.CHARACTER', at, `U+${code}`);
}
