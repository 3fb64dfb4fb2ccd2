import { isAscii } from 'node:buffer';
import { refuse } from './fault.js';

type Decoder = (bytes: Uint8Array) => string;

const viaTextDecoder =
  (label: string): Decoder =>
  (bytes) => {
    try {
      return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return refuse('XML.ENCODING_BYTES', -1, label);
    }
  };

const latin1: Decoder = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
const ascii: Decoder = (bytes) => (isAscii(bytes) ? latin1(bytes) : refuse('XML.ENCODING_BYTES', -1, 'us-ascii'));
const strictUtf8 = viaTextDecoder('utf-8');
const utf8: Decoder = (bytes) => (isAscii(bytes) ? latin1(bytes) : strictUtf8(bytes));

// Code points of the bytes 0x80 to 0x9F in windows-1252; 0 marks the five that it leaves undefined. An own table, since
// TextDecoder of Node 20 takes the name for ISO-8859-1.
const WINDOWS_1252 = [
  0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0,
  0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
];
const windows1252: Decoder = (bytes) =>
  latin1(bytes).replace(/[\u0080-\u009f]/g, (character) => {
    const code = WINDOWS_1252[character.charCodeAt(0) - 0x80] as number;
    return code === 0 ? refuse('XML.ENCODING_BYTES', -1, 'windows-1252') : String.fromCharCode(code);
  });

/** Encodings whose first 128 codes are ASCII, by the names that documents declare. ISO-8859-1 is not windows-1252 here. */
const BY_NAME: ReadonlyMap<string, Decoder> = new Map([
  ['utf-8', utf8],
  ['utf8', utf8],
  ['us-ascii', ascii],
  ['ascii', ascii],
  ['iso-8859-1', latin1],
  ['iso_8859-1', latin1],
  ['latin1', latin1],
  ['iso-8859-15', viaTextDecoder('iso-8859-15')],
  ['latin-9', viaTextDecoder('iso-8859-15')],
  ['windows-1252', windows1252],
  ['cp1252', windows1252],
]);

const DECLARED = /^<\?xml[ \t\r\n][^>]{0,100}?encoding[ \t\r\n]*=[ \t\r\n]*["']([A-Za-z][A-Za-z0-9._-]{0,40})["']/;

/**
 * Bytes to text, without the byte order mark. Detection follows XML 1.0 appendix F; a declaration that contradicts the
 * byte order mark is refused, as 4.3.3 makes it a fatal error.
 * @throws XmlRefusal `XML.ENCODING`, `XML.ENCODING_BYTES`
 */
export function decodeXml(bytes: Uint8Array): string {
  const [a, b, c, d] = bytes;
  if (isFourByteFamily(a, b, c, d)) return refuse('XML.ENCODING', -1, 'UTF-32 or EBCDIC');
  if (a === 0xff && b === 0xfe) return utf16('utf-16le', bytes.subarray(2));
  if (a === 0xfe && b === 0xff) return utf16('utf-16be', bytes.subarray(2));
  if (a === 0x3c && b === 0x00 && c === 0x3f && d === 0x00) return utf16('utf-16le', bytes);
  if (a === 0x00 && b === 0x3c && c === 0x00 && d === 0x3f) return utf16('utf-16be', bytes);
  const marked = a === 0xef && b === 0xbb && c === 0xbf;
  const body = marked ? bytes.subarray(3) : bytes;
  const declared = DECLARED.exec(latin1(body.subarray(0, 200)))?.[1];
  if (declared === undefined) return utf8(body);
  const decoder = BY_NAME.get(declared.toLowerCase());
  if (!decoder || (marked && decoder !== utf8)) return refuse('XML.ENCODING', -1, declared);
  return decoder(body);
}

function utf16(label: 'utf-16le' | 'utf-16be', body: Uint8Array): string {
  const text = viaTextDecoder(label)(body);
  const declared = DECLARED.exec(text.slice(0, 200))?.[1]?.toLowerCase();
  const agrees = declared === undefined || declared === 'utf-16' || declared === label;
  return agrees ? text : refuse('XML.ENCODING', -1, declared);
}

function isFourByteFamily(a?: number, b?: number, c?: number, d?: number): boolean {
  return (
    (a === 0 && b === 0 && ((c === 0xfe && d === 0xff) || (c === 0 && d === 0x3c))) ||
    (c === 0 && d === 0 && ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0))) ||
    (a === 0x4c && b === 0x6f && c === 0xa7 && d === 0x94)
  );
}
