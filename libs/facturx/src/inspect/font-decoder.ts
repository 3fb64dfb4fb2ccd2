import type { PdfFile } from '../reader/pdf-file.js';
import { PdfLexer } from '../reader/pdf-lexer.js';
import { isDict, PdfName, PdfStream, PdfString, PdfWord, type PdfDict, type PdfValue } from '../reader/pdf-value.js';

/** Turns the bytes of a shown string into text. */
export type FontDecoder = (bytes: Buffer) => string;

const WINDOWS_1252 = new TextDecoder('windows-1252');

/** A decoder by the font's ToUnicode map, else by its encoding; a font with neither gives Latin letters at best. */
export function fontDecoder(pdf: PdfFile, font: PdfDict): FontDecoder {
  const map = pdf.resolve(font.get('ToUnicode'));
  const wide = pdf.name(font.get('Subtype')) === 'Type0';
  const unicode = map instanceof PdfStream ? readToUnicode(pdf.data(map)) : undefined;
  if (wide) return (bytes) => decodeWide(bytes, unicode);
  const differences = readDifferences(pdf, font);
  return (bytes) => {
    let text = '';
    for (const code of bytes)
      text += unicode?.get(code) ?? differences.get(code) ?? WINDOWS_1252.decode(Uint8Array.of(code));
    return text;
  };
}

function decodeWide(bytes: Buffer, unicode: ReadonlyMap<number, string> | undefined): string {
  let text = '';
  for (let at = 0; at + 1 < bytes.length; at += 2) text += unicode?.get(bytes.readUInt16BE(at)) ?? '\ufffd';
  return text;
}

/** bfchar and bfrange entries of a ToUnicode CMap (ISO 32000-1, 9.10.3). */
function readToUnicode(data: Buffer): Map<number, string> {
  const map = new Map<number, string>();
  const lexer = new PdfLexer(data);
  let operands: PdfValue[] = [];
  while (lexer.at < data.length && map.size < 0x10000) {
    const value = lexer.read();
    if (value === undefined) {
      lexer.at += 1;
      continue;
    }
    if (!(value instanceof PdfWord)) {
      operands.push(value);
      continue;
    }
    if (value.word === 'endbfchar')
      for (let at = 0; at + 1 < operands.length; at += 2) setRange(map, operands[at], operands[at], operands[at + 1]);
    if (value.word === 'endbfrange')
      for (let at = 0; at + 2 < operands.length; at += 3)
        setRange(map, operands[at], operands[at + 1], operands[at + 2]);
    operands = [];
  }
  return map;
}

function setRange(
  map: Map<number, string>,
  first: PdfValue | undefined,
  last: PdfValue | undefined,
  target: PdfValue | undefined,
): void {
  if (
    !(first instanceof PdfString) ||
    !(last instanceof PdfString) ||
    first.bytes.length > 4 ||
    first.bytes.length === 0
  )
    return;
  const [from, to] = [first, last].map((each) => each.bytes.readUIntBE(0, Math.max(1, each.bytes.length))) as [
    number,
    number,
  ];
  for (let code = from; code <= to && code - from < 0x10000; code += 1) {
    const own = Array.isArray(target) ? (target as readonly PdfValue[])[code - from] : target;
    if (!(own instanceof PdfString)) continue;
    const text = Buffer.from(own.bytes.subarray(0, own.bytes.length & ~1))
      .swap16()
      .toString('utf16le');
    const shift = Array.isArray(target) ? 0 : code - from;
    map.set(
      code,
      shift === 0 ? text : text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + shift),
    );
  }
}

/** Names of glyphs that invoices in European languages use beyond single letters (Adobe Glyph List). */
const GLYPH_NAMES: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'space=  exclam=! quotedbl=" numbersign=# dollar=$ percent=% ampersand=& quotesingle=\' parenleft=( parenright=) asterisk=* plus=+ comma=, ' +
    'hyphen=- period=. slash=/ zero=0 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 colon=: semicolon=; less=< greater=> ' +
    'question=? at=@ bracketleft=[ bracketright=] underscore=_ bar=| Euro=€ euro=€ endash=– emdash=— quoteright=’ quoteleft=‘ bullet=• ' +
    'ellipsis=… degree=° section=§ eacute=é egrave=è ecircumflex=ê edieresis=ë agrave=à acircumflex=â adieresis=ä ccedilla=ç icircumflex=î ' +
    'idieresis=ï ocircumflex=ô odieresis=ö ucircumflex=û ugrave=ù udieresis=ü Eacute=É Egrave=È Agrave=À Adieresis=Ä Odieresis=Ö Udieresis=Ü ' +
    'germandbls=ß oe=œ OE=Œ ae=æ AE=Æ ntilde=ñ aring=å oslash=ø minus=− multiply=× guillemotleft=« guillemotright=» fi=fi fl=fl'
  )
    .split(' ')
    .filter((pair) => pair.includes('='))
    .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1) || ' ']),
);

function readDifferences(pdf: PdfFile, font: PdfDict): Map<number, string> {
  const map = new Map<number, string>();
  const encoding = pdf.resolve(font.get('Encoding'));
  if (!isDict(encoding)) return map;
  let code = 0;
  for (const item of pdf.array(encoding.get('Differences'))) {
    if (typeof item === 'number') code = item;
    else if (item instanceof PdfName) {
      const text = glyphText(item.name);
      if (text !== undefined) map.set(code, text);
      code += 1;
    }
  }
  return map;
}

function glyphText(name: string): string | undefined {
  const known = GLYPH_NAMES[name] ?? (name.length === 1 ? name : undefined);
  const hex = /^(?:uni|u)([0-9A-F]{4,6})$/.exec(name)?.[1];
  const point = hex === undefined ? undefined : parseInt(hex, 16);
  return known ?? (point !== undefined && point <= 0x10ffff ? String.fromCodePoint(point) : undefined);
}
