import { PdfSyntaxError, type PdfLexer } from '../reader/pdf-lexer.js';
import { isArray, PdfName, PdfWord, type PdfValue } from '../reader/pdf-value.js';

export interface InlineImage {
  readonly entries: ReadonlyMap<string, PdfValue>;
  readonly faults: readonly { readonly clause: string; readonly detail: string }[];
}

const FILTERS: ReadonlySet<string> = new Set(
  'ASCIIHexDecode ASCII85Decode FlateDecode RunLengthDecode CCITTFaxDecode DCTDecode AHx A85 Fl RL CCF DCT'.split(' '),
);
const INTENTS: ReadonlySet<string> = new Set([
  'RelativeColorimetric',
  'AbsoluteColorimetric',
  'Perceptual',
  'Saturation',
]);

/**
 * Reads an inline image from behind `BI` to behind `EI` (ISO 32000-1, 8.9.7) and judges it by ISO 19005-3, 6.1.10 and 6.2.8.
 * @throws PdfSyntaxError when it has no end
 */
export function readInlineImage(
  lexer: PdfLexer,
  resolve: (value: PdfValue | undefined) => PdfValue | undefined,
): InlineImage {
  const entries = new Map<string, PdfValue>();
  for (;;) {
    const key = lexer.read();
    if (key instanceof PdfWord && key.word === 'ID') break;
    const value = lexer.read();
    if (!(key instanceof PdfName) || value === undefined) throw new PdfSyntaxError('a damaged inline image', lexer.at);
    entries.set(key.name, value);
  }
  lexer.at = endOfData(lexer.bytes, lexer.at + 1);
  return { entries, faults: [...faultsOf(entries, resolve)] };
}

function* faultsOf(
  entries: ReadonlyMap<string, PdfValue>,
  resolve: (value: PdfValue | undefined) => PdfValue | undefined,
): Generator<{ clause: string; detail: string }> {
  const filter = resolve(entries.get('F') ?? entries.get('Filter'));
  for (const each of isArray(filter) ? filter : filter === undefined ? [] : [filter]) {
    const name = each instanceof PdfName ? each.name : '?';
    if (!FILTERS.has(name)) yield { clause: '6.1.10', detail: `inline image ${name}` };
  }
  if ((entries.get('I') ?? entries.get('Interpolate')) === true)
    yield { clause: '6.2.8', detail: 'inline image Interpolate' };
  const intent = entries.get('Intent');
  if (intent instanceof PdfName && !INTENTS.has(intent.name)) yield { clause: '6.2.6', detail: intent.name };
}

/** The first `EI` between white space that plain text follows; image data may hold those letters by chance. */
function endOfData(bytes: Buffer, start: number): number {
  const space = (code: number | undefined): boolean => code === undefined || [0, 9, 10, 12, 13, 32].includes(code);
  for (let at = bytes.indexOf('EI', start); at >= 0; at = bytes.indexOf('EI', at + 2)) {
    if (!space(bytes[at - 1]) || !space(bytes[at + 2])) continue;
    const after = bytes.subarray(at + 2, at + 12);
    if (after.every((code) => space(code) || (code >= 32 && code < 127))) return at + 2;
  }
  throw new PdfSyntaxError('an inline image without end', start);
}
