import { PdfLexer } from '../reader/pdf-lexer.js';
import { PdfName, PdfString, PdfWord, type PdfValue } from '../reader/pdf-value.js';

/** Character codes of a composite font and the CIDs they stand for. */
export interface CMap {
  /** CIDs of a shown string; undefined where a code has none. */
  decode(bytes: Buffer): (number | undefined)[];
  readonly usesOther?: string;
  readonly writingMode?: number;
  readonly registry?: string;
  readonly ordering?: string;
  readonly supplement?: number;
  readonly largestCid: number;
}

export const IDENTITY: CMap = {
  decode: (bytes) => {
    const cids: (number | undefined)[] = [];
    for (let at = 0; at + 1 < bytes.length; at += 2) cids.push(bytes.readUInt16BE(at));
    if (bytes.length % 2 === 1) cids.push(undefined);
    return cids;
  },
  largestCid: 0xffff,
};

interface Range {
  readonly size: number;
  readonly from: number;
  readonly to: number;
  readonly cid: number;
}

const codeOf = (value: PdfString): number =>
  value.bytes.length === 0 ? 0 : value.bytes.readUIntBE(0, Math.min(4, value.bytes.length));

/** Reads an embedded CMap (ISO 32000-1, 9.7.5.4). */
export function readCMap(data: Buffer): CMap {
  const sizes = new Set<number>();
  const codeSpaces: Range[] = [];
  const ranges: Range[] = [];
  const facts = new Map<string, PdfValue>();
  let usesOther: string | undefined;
  eachOperator(data, (operator, operands) => {
    if (operator === 'endcodespacerange') {
      for (const range of rangesOf(operands, 2)) {
        sizes.add(range.size);
        codeSpaces.push(range);
      }
    } else if (operator === 'endcidrange') ranges.push(...rangesOf(operands, 3));
    else if (operator === 'endcidchar')
      ranges.push(
        ...rangesOf(
          operands.flatMap((each, index) => (index % 2 === 0 ? [each, each] : [each])),
          3,
        ),
      );
    else if (operator === 'usecmap')
      usesOther = operands.at(-1) instanceof PdfName ? (operands.at(-1) as PdfName).name : '?';
    else if (operator === 'def' && operands.length >= 2) {
      const key = operands.at(-2);
      if (key instanceof PdfName) facts.set(key.name, operands.at(-1) as PdfValue);
    }
  });
  const sorted = [...sizes].sort((left, right) => left - right);
  const text = (key: string): string | undefined => {
    const value = facts.get(key);
    return value instanceof PdfString ? value.bytes.toString('latin1') : undefined;
  };
  const number = (key: string): number | undefined => {
    const value = facts.get(key);
    return typeof value === 'number' ? value : undefined;
  };
  return {
    decode: (bytes) => decodeBy(bytes, sorted, codeSpaces, ranges),
    usesOther,
    writingMode: number('WMode'),
    registry: text('Registry'),
    ordering: text('Ordering'),
    supplement: number('Supplement'),
    largestCid: ranges.reduce((most, range) => Math.max(most, range.cid + range.to - range.from), 0),
  };
}

function rangesOf(operands: readonly PdfValue[], step: 2 | 3): Range[] {
  const found: Range[] = [];
  for (let at = 0; at + step <= operands.length && found.length < 70_000; at += step) {
    const [from, to, cid] = [operands[at], operands[at + 1], step === 3 ? operands[at + 2] : 0];
    if (from instanceof PdfString && to instanceof PdfString && typeof cid === 'number')
      found.push({ size: from.bytes.length, from: codeOf(from), to: codeOf(to), cid });
  }
  return found;
}

function decodeBy(
  bytes: Buffer,
  sizes: readonly number[],
  codeSpaces: readonly Range[],
  ranges: readonly Range[],
): (number | undefined)[] {
  const cids: (number | undefined)[] = [];
  for (let at = 0; at < bytes.length;) {
    const size =
      sizes.find((each) => {
        if (at + each > bytes.length || each > 4) return false;
        const code = bytes.readUIntBE(at, each);
        return codeSpaces.some((range) => range.size === each && code >= range.from && code <= range.to);
      }) ?? Math.min(sizes[0] ?? 1, bytes.length - at);
    const code = bytes.readUIntBE(at, Math.max(1, Math.min(4, size)));
    const range = ranges.findLast((each) => each.size === size && code >= each.from && code <= each.to);
    cids.push(range && range.cid + code - range.from);
    at += Math.max(1, size);
  }
  return cids;
}

function eachOperator(data: Buffer, take: (operator: string, operands: readonly PdfValue[]) => void): void {
  const lexer = new PdfLexer(data);
  let operands: PdfValue[] = [];
  while (lexer.at < data.length) {
    const value = lexer.read();
    if (value === undefined) lexer.at += 1;
    else if (value instanceof PdfWord) {
      take(value.word, operands);
      operands = value.word === 'dup' || value.word === 'begin' ? operands : [];
    } else if (operands.length < 70_000) operands.push(value);
  }
}
