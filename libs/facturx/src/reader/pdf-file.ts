import { readCrossReference, readObjectAt, type CrossReference } from './cross-reference.js';
import { decodeStream } from './filters.js';
import { PdfLexer, PdfSyntaxError } from './pdf-lexer.js';
import { isArray, isDict, PdfName, PdfRef, PdfStream, type PdfDict, type PdfValue } from './pdf-value.js';

/** Bounds of what is read from one file; a file beyond them is refused. */
export const PDF_LIMITS = { fileBytes: 100_000_000, streamBytes: 50_000_000, totalBytes: 400_000_000 } as const;

const EMPTY: PdfDict = new Map<string, PdfValue>();

/** A PDF opened for reading. Objects are read when asked for; all methods may throw PdfSyntaxError. */
export class PdfFile {
  readonly bytes: Buffer;
  readonly trailer: PdfDict;
  readonly rebuilt: boolean;
  private readonly reference: CrossReference;
  private readonly known = new Map<number, PdfValue | undefined>();
  private readonly reading = new Set<number>();
  private readonly numbers = new Map<PdfValue, number>();
  private readonly packed = new Map<number, PdfValue[]>();
  private decoded = 0;

  constructor(content: Uint8Array) {
    this.bytes = Buffer.from(content.buffer, content.byteOffset, content.length);
    if (this.bytes.length > PDF_LIMITS.fileBytes) throw new PdfSyntaxError('more data than allowed', 0);
    this.reference = readCrossReference(this.bytes);
    this.trailer = this.reference.trailer;
    this.rebuilt = this.reference.rebuilt;
  }

  get encrypted(): boolean {
    return this.resolve(this.trailer.get('Encrypt')) instanceof Map;
  }

  get catalog(): PdfDict {
    return this.dict(this.trailer.get('Root'));
  }

  /** Numbers of all objects the file lists. */
  objectNumbers(): number[] {
    return [...this.reference.places.keys()];
  }

  /** Follows references; undefined for what is missing. */
  resolve(value: PdfValue | undefined): PdfValue | undefined {
    let current = value;
    for (let hop = 0; current instanceof PdfRef && hop < 32; hop += 1) current = this.object(current.number);
    return current instanceof PdfRef || current === null ? undefined : current;
  }

  /** The dictionary behind a value (also that of a stream); empty where there is none. */
  dict(value: PdfValue | undefined): PdfDict {
    const found = this.resolve(value);
    if (found instanceof PdfStream) return found.dict;
    return isDict(found) ? found : EMPTY;
  }

  array(value: PdfValue | undefined): readonly PdfValue[] {
    const found = this.resolve(value);
    return isArray(found) ? found : [];
  }

  name(value: PdfValue | undefined): string | undefined {
    const found = this.resolve(value);
    return found instanceof PdfName ? found.name : undefined;
  }

  /** The decoded bytes of a stream. The total of a file is bounded, so that many small bombs do not add up; `strict` refuses data cut short. */
  data(stream: PdfStream, strict = false): Buffer {
    const data = decodeStream(stream, (value) => this.resolve(value), PDF_LIMITS.streamBytes, strict);
    this.decoded += data.length;
    if (this.decoded > PDF_LIMITS.totalBytes) throw new PdfSyntaxError('more data than allowed', 0);
    return data;
  }

  /** The number of the indirect object that a value is (for a stream also of its dictionary); undefined for a direct one. */
  numberOf(value: PdfValue | undefined): number | undefined {
    return value === undefined ? undefined : this.numbers.get(value instanceof PdfStream ? value.dict : value);
  }

  object(number: number): PdfValue | undefined {
    if (this.known.has(number)) return this.known.get(number);
    const place = this.reference.places.get(number);
    if (!place || this.reading.has(number)) return undefined;
    this.reading.add(number);
    try {
      const value =
        'offset' in place
          ? readObjectAt(this.bytes, place.offset, (length) => this.resolve(length)).value
          : this.packedObjects(place.inside)[place.index];
      this.known.set(number, value);
      if (typeof value === 'object' && value !== null)
        this.numbers.set(value instanceof PdfStream ? value.dict : value, number);
      return value;
    } finally {
      this.reading.delete(number);
    }
  }

  /** The objects of an object stream (ISO 32000-1, 7.5.7), in order. */
  private packedObjects(number: number): PdfValue[] {
    const known = this.packed.get(number);
    if (known) return known;
    const stream = this.object(number);
    const objects: PdfValue[] = [];
    this.packed.set(number, objects);
    if (!(stream instanceof PdfStream)) return objects;
    const data = this.data(stream);
    const [count, first] = [this.resolve(stream.dict.get('N')), this.resolve(stream.dict.get('First'))];
    if (typeof count !== 'number' || typeof first !== 'number' || count > 100_000) return objects;
    const head = new PdfLexer(data);
    for (let index = 0; index < count; index += 1) {
      const [, offset] = [head.read(), head.read()];
      if (typeof offset !== 'number') throw new PdfSyntaxError('a damaged object stream', head.at);
      objects.push(new PdfLexer(data, first + offset).read() ?? null);
    }
    return objects;
  }
}
