const START_BYTES = 65_536;
/** A larger scratch is let go after the document, so that one large invoice does not hold its memory for good. */
const KEPT_BYTES = 8_000_000;
/** Longer texts are encoded natively: from here on the call costs less than the loop. */
const LONG = 64;

/** A tag is copied in words of eight bytes, the last of which may reach beyond it: what follows overwrites that. */
const WORD = 8;

/** ASCII characters that stand for themselves in any XML content: no control character, no markup. */
const IS_PLAIN = new Uint8Array(128).fill(1, 32);
for (const special of '&<>"') IS_PLAIN[special.charCodeAt(0)] = 0;

let scratch = Buffer.from(new ArrayBuffer(START_BYTES));
let view = new DataView(scratch.buffer);

/** A text of ASCII characters that is written often, as words of eight bytes. */
export interface Tag {
  readonly words: Float64Array;
  readonly length: number;
}

/**
 * UTF-8 bytes of a document while it is written: tags are copied as bytes, texts are encoded where they will stand. What turns
 * out to be empty is taken back by setting `at` to where it began. One sink is in use at a time: writing does not wait.
 */
export class ByteSink {
  at = 0;

  tag({ words, length }: Tag): void {
    const { at } = this;
    if (at + length + WORD > scratch.length) resize(at + length + WORD);
    const into = view;
    for (let index = 0; index < words.length; index += 1)
      into.setFloat64(at + index * WORD, words[index] as number, true);
    this.at = at + length;
  }

  bytes(bytes: Uint8Array): void {
    if (this.at + bytes.length > scratch.length) resize(this.at + bytes.length);
    scratch.set(bytes, this.at);
    this.at += bytes.length;
  }

  text(text: string): void {
    const { length } = text;
    if (this.at + length * 3 > scratch.length) resize(this.at + length * 3);
    if (length > LONG) {
      this.at += scratch.write(text, this.at, 'utf8');
      return;
    }
    const into = scratch;
    const { at } = this;
    for (let index = 0; index < length; index += 1) {
      const code = text.charCodeAt(index);
      if (code > 127) {
        this.at += into.write(text, at, 'utf8');
        return;
      }
      into[at + index] = code;
    }
    this.at = at + length;
  }

  /**
   * Writes a text that may hold what has to be escaped: false, and nothing written, where the caller has to look at it first.
   * Looking while copying costs no second pass over the many short texts that hold letters and digits alone.
   */
  plain(text: string): boolean {
    const { length } = text;
    if (length > LONG) return false;
    const { at } = this;
    if (at + LONG > scratch.length) resize(at + LONG);
    const into = scratch;
    for (let index = 0; index < length; index += 1) {
      const code = text.charCodeAt(index);
      if (code > 127 || IS_PLAIN[code] === 0) return false;
      into[at + index] = code;
    }
    this.at = at + length;
    return true;
  }

  /** What was written since `from`, taken out. */
  takeBack(from: number): Uint8Array {
    const taken = Uint8Array.prototype.slice.call(scratch, from, this.at);
    this.at = from;
    return taken;
  }

  /** The document as bytes of its own. */
  finish(): Uint8Array {
    const bytes = Buffer.allocUnsafeSlow(this.at);
    scratch.copy(bytes, 0, 0, this.at);
    if (scratch.length > KEPT_BYTES) use(Buffer.from(new ArrayBuffer(START_BYTES)));
    return bytes;
  }
}

function resize(needed: number): void {
  const larger = Buffer.from(new ArrayBuffer(Math.max(needed, scratch.length * 2)));
  scratch.copy(larger);
  use(larger);
}

function use(buffer: Buffer<ArrayBuffer>): void {
  scratch = buffer;
  view = new DataView(buffer.buffer);
}

/**
 * A tag for `ByteSink.tag`. In ASCII no eight bytes are a double that the engine could change while copying: NaN begins
 * with 0x7FF0.
 * @param text ASCII only
 */
export function tagOf(text: string): Tag {
  const { length } = text;
  const bytes = new Uint8Array(Math.ceil(length / WORD) * WORD);
  bytes.set(Buffer.from(text, 'latin1'));
  const words = new Float64Array(bytes.length / WORD);
  const from = new DataView(bytes.buffer);
  for (let index = 0; index < words.length; index += 1) words[index] = from.getFloat64(index * WORD, true);
  return { words, length };
}
