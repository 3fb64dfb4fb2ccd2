/** A name object without its slash. */
export class PdfName {
  constructor(readonly name: string) {}
}

/** A reference to an indirect object. */
export class PdfRef {
  constructor(
    readonly number: number,
    readonly generation: number,
  ) {}
}

/** A string object: bytes, not yet text. */
export class PdfString {
  constructor(
    readonly bytes: Buffer,
    /** Written in hexadecimal with a digit missing or another character among them (ISO 19005-3, 6.1.6). */
    readonly badHex = false,
  ) {}

  /** Text by ISO 32000-1, 7.9.2.2: UTF-16 with its mark, UTF-8 with its mark, else PDFDocEncoding read as Latin-1. */
  text(): string {
    const { bytes } = this;
    if (bytes[0] === 0xfe && bytes[1] === 0xff) {
      const units = Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)));
      return units.swap16().toString('utf16le');
    }
    if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2);
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.toString('utf8', 3);
    return bytes.toString('latin1');
  }
}

export type PdfDict = ReadonlyMap<string, PdfValue>;

/** A stream: its dictionary and its bytes as they stand in the file. */
export class PdfStream {
  constructor(
    readonly dict: PdfDict,
    readonly raw: Buffer,
  ) {}
}

/** An operator of a content stream, or a keyword. */
export class PdfWord {
  constructor(readonly word: string) {}
}

export type PdfValue =
  null | boolean | number | PdfName | PdfRef | PdfString | PdfWord | PdfStream | PdfDict | readonly PdfValue[];

export const isDict = (value: PdfValue | undefined): value is PdfDict => value instanceof Map;
export const isArray = (value: PdfValue | undefined): value is readonly PdfValue[] => Array.isArray(value);
