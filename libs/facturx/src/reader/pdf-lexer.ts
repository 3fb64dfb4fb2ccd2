import { PdfName, PdfRef, PdfString, PdfWord, type PdfValue } from './pdf-value.js';

/** The file breaks the syntax of PDF at a place. Caught inside the library and told as a named outcome. */
export class PdfSyntaxError extends Error {
  constructor(
    readonly reason: string,
    readonly at: number,
  ) {
    super(`${reason} at byte ${at}`);
  }
}

const MAX_DEPTH = 64;
const SPACE = new Uint8Array(256);
for (const code of [0, 9, 10, 12, 13, 32]) SPACE[code] = 1;
const DELIMITER = new Uint8Array(256);
for (const character of '()<>[]{}/%') DELIMITER[character.charCodeAt(0)] = 1;

/** Reads PDF objects from bytes (ISO 32000-1, 7.2 and 7.3). Depth is bounded; nothing is resolved. */
export class PdfLexer {
  constructor(
    readonly bytes: Buffer,
    public at = 0,
  ) {}

  skipSpace(): void {
    for (;;) {
      const code = this.bytes[this.at];
      if (code === undefined) return;
      if (SPACE[code] === 1) this.at += 1;
      else if (code === 0x25) this.skipComment();
      else return;
    }
  }

  /** The next object, or undefined at the end of the bytes or at a closing bracket. */
  read(depth = 0): PdfValue | undefined {
    if (depth > MAX_DEPTH) throw new PdfSyntaxError('nested too deep', this.at);
    this.skipSpace();
    const code = this.bytes[this.at];
    if (code === undefined || code === 0x5d || code === 0x7d) return undefined;
    if (code === 0x2f) return this.readName();
    if (code === 0x28) return this.readLiteral();
    if (code === 0x5b) return this.readArray(depth);
    if (code === 0x3c) return this.bytes[this.at + 1] === 0x3c ? this.readDict(depth) : this.readHex();
    if (code === 0x3e) return undefined;
    if (code === 0x7b) {
      this.at += 1;
      return new PdfWord('{');
    }
    return this.readWord();
  }

  private skipComment(): void {
    while (this.at < this.bytes.length && this.bytes[this.at] !== 10 && this.bytes[this.at] !== 13) this.at += 1;
  }

  private token(): string {
    const start = this.at;
    while (this.at < this.bytes.length) {
      const code = this.bytes[this.at] as number;
      if (SPACE[code] === 1 || DELIMITER[code] === 1) break;
      this.at += 1;
    }
    return this.bytes.toString('latin1', start, this.at);
  }

  private readName(): PdfName {
    this.at += 1;
    const raw = this.token();
    return new PdfName(
      raw.includes('#')
        ? raw.replace(/#([0-9A-Fa-f]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)))
        : raw,
    );
  }

  private readWord(): PdfValue {
    const start = this.at;
    const text = this.token();
    if (text === '') {
      this.at += 1;
      throw new PdfSyntaxError('an unexpected character', start);
    }
    if (/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text))
      return /^\d+$/.test(text) ? this.referenceOr(Number(text)) : Number(text);
    if (text === 'true') return true;
    if (text === 'false') return false;
    if (text === 'null') return null;
    return new PdfWord(text);
  }

  /** `12 0 R` is a reference; anything else is the number itself. */
  private referenceOr(number: number): PdfValue {
    const after = this.at;
    let at = after;
    while (SPACE[this.bytes[at] ?? 65] === 1) at += 1;
    const start = at;
    while (at - start < 6 && this.isDigit(at)) at += 1;
    if (at === start) return number;
    const generation = Number(this.bytes.toString('latin1', start, at));
    while (SPACE[this.bytes[at] ?? 65] === 1) at += 1;
    const next = this.bytes[at + 1];
    const ends = next === undefined || SPACE[next] === 1 || DELIMITER[next] === 1;
    if (this.bytes[at] !== 0x52 || !ends) return number;
    this.at = at + 1;
    return new PdfRef(number, generation);
  }

  private isDigit(at: number): boolean {
    const code = this.bytes[at] ?? 0;
    return code >= 0x30 && code <= 0x39;
  }

  private readArray(depth: number): PdfValue[] {
    this.at += 1;
    const items: PdfValue[] = [];
    for (;;) {
      const item = this.read(depth + 1);
      if (item !== undefined) {
        items.push(item);
        continue;
      }
      if (this.bytes[this.at] !== 0x5d) throw new PdfSyntaxError('an array without end', this.at);
      this.at += 1;
      return items;
    }
  }

  private readDict(depth: number): Map<string, PdfValue> {
    this.at += 2;
    const dict = new Map<string, PdfValue>();
    for (;;) {
      const key = this.read(depth + 1);
      if (key === undefined) {
        if (this.bytes[this.at] !== 0x3e) throw new PdfSyntaxError('a dictionary without end', this.at);
        this.at += 2;
        return dict;
      }
      const value = this.read(depth + 1);
      if (!(key instanceof PdfName) || value === undefined) throw new PdfSyntaxError('a damaged dictionary', this.at);
      dict.set(key.name, value);
    }
  }

  private readHex(): PdfString {
    const end = this.bytes.indexOf(0x3e, this.at);
    if (end < 0) throw new PdfSyntaxError('a string without end', this.at);
    const raw = this.bytes.toString('latin1', this.at + 1, end).replace(/[\s\0]/g, '');
    const hex = raw.replace(/[^0-9A-Fa-f]/g, '');
    this.at = end + 1;
    const odd = hex.length % 2 === 1;
    return new PdfString(Buffer.from(odd ? `${hex}0` : hex, 'hex'), odd || raw.length !== hex.length);
  }

  private readLiteral(): PdfString {
    const out: number[] = [];
    let open = 1;
    this.at += 1;
    for (;;) {
      const code = this.bytes[this.at];
      if (code === undefined) throw new PdfSyntaxError('a string without end', this.at);
      this.at += 1;
      if (code === 0x5c) this.readEscape(out);
      else {
        if (code === 0x28) open += 1;
        else if (code === 0x29) open -= 1;
        if (open === 0) return new PdfString(Buffer.from(out));
        out.push(code);
      }
    }
  }

  private readEscape(out: number[]): void {
    const code = this.bytes[this.at] ?? 0;
    this.at += 1;
    const plain = { 0x6e: 10, 0x72: 13, 0x74: 9, 0x62: 8, 0x66: 12 }[code];
    if (plain !== undefined) out.push(plain);
    else if (code >= 0x30 && code <= 0x37) {
      let value = code - 0x30;
      for (let more = 0; more < 2; more += 1) {
        const digit = this.bytes[this.at] ?? 0;
        if (digit < 0x30 || digit > 0x37) break;
        value = value * 8 + digit - 0x30;
        this.at += 1;
      }
      out.push(value & 0xff);
    } else if (code === 13) {
      if (this.bytes[this.at] === 10) this.at += 1;
    } else if (code !== 10) out.push(code);
  }
}
