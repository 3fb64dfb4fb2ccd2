import type { PdfFile } from '../reader/pdf-file.js';
import { pagesOf } from '../reader/page-tree.js';
import { PdfLexer } from '../reader/pdf-lexer.js';
import { PdfName, PdfStream, PdfString, PdfWord, type PdfDict, type PdfValue } from '../reader/pdf-value.js';
import { fontDecoder, type FontDecoder } from './font-decoder.js';

const MAX_TEXT = 5_000_000;
const MAX_FORM_DEPTH = 8;

/**
 * The text of all pages in drawing order, one shown string after the other with line feeds between text moves. Good for
 * finding words, not for layout. Form XObjects are followed.
 */
export function pageText(pdf: PdfFile): string {
  const parts: string[] = [];
  const decoders = new Map<PdfDict, FontDecoder>();
  let length = 0;
  const out = (text: string): void => {
    if (length > MAX_TEXT) return;
    length += text.length;
    parts.push(text);
  };
  for (const { page, resources } of pagesOf(pdf)) {
    const contents = pdf.resolve(page.get('Contents'));
    const streams = (Array.isArray(contents) ? (contents as readonly PdfValue[]) : [contents]).map((each) =>
      pdf.resolve(each),
    );
    const data = streams.filter((each) => each instanceof PdfStream).map((each) => pdf.data(each));
    showText(pdf, Buffer.concat(data.flatMap((each) => [each, Buffer.from('\n')])), resources, decoders, out, 0);
    out('\n');
  }
  return parts.join('');
}

function showText(
  pdf: PdfFile,
  data: Buffer,
  resources: PdfDict,
  decoders: Map<PdfDict, FontDecoder>,
  out: (text: string) => void,
  depth: number,
): void {
  const lexer = new PdfLexer(data);
  const fonts = pdf.dict(resources.get('Font'));
  let decode: FontDecoder = (bytes) => bytes.toString('latin1');
  let operands: PdfValue[] = [];
  while (lexer.at < data.length) {
    const value = lexer.read();
    if (value === undefined) {
      lexer.at += 1;
      continue;
    }
    if (!(value instanceof PdfWord)) {
      if (operands.length < 64) operands.push(value);
      continue;
    }
    const last = operands[operands.length - 1];
    if (value.word === 'Tf' && operands[0] instanceof PdfName)
      decode = decoderOf(pdf, fonts, operands[0].name, decoders);
    else if ((value.word === 'Tj' || value.word === "'" || value.word === '"') && last instanceof PdfString)
      out(decode(last.bytes));
    else if (value.word === 'TJ' && Array.isArray(last)) out(spaced(last as readonly PdfValue[], decode));
    else if (value.word === 'Do' && last instanceof PdfName && depth < MAX_FORM_DEPTH) {
      const form = pdf.resolve(pdf.dict(resources.get('XObject')).get(last.name));
      if (form instanceof PdfStream && pdf.name(form.dict.get('Subtype')) === 'Form') {
        const own = form.dict.has('Resources') ? pdf.dict(form.dict.get('Resources')) : resources;
        showText(pdf, pdf.data(form), own, decoders, out, depth + 1);
      }
    } else if (value.word === 'ID') skipInlineImage(lexer);
    else if (/^(?:Td|TD|Tm|T\*|ET)$/.test(value.word)) out('\n');
    operands = [];
  }
}

function decoderOf(pdf: PdfFile, fonts: PdfDict, name: string, decoders: Map<PdfDict, FontDecoder>): FontDecoder {
  const font = pdf.dict(fonts.get(name));
  let decoder = decoders.get(font);
  if (!decoder) decoders.set(font, (decoder = fontDecoder(pdf, font)));
  return decoder;
}

/** Strings of a `TJ` array; a gap of a fifth of an em is a space. */
function spaced(items: readonly PdfValue[], decode: FontDecoder): string {
  return items
    .map((item) =>
      item instanceof PdfString ? decode(item.bytes) : typeof item === 'number' && item < -200 ? ' ' : '',
    )
    .join('');
}

function skipInlineImage(lexer: PdfLexer): void {
  const end = lexer.bytes.indexOf('EI', lexer.at + 1);
  lexer.at = end < 0 ? lexer.bytes.length : end + 2;
}
