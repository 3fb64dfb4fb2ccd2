/** Collects the bytes of a PDF file and remembers where each object starts. Numbers of objects are 1, 2, 3 … */
export class PdfBytes {
  private readonly parts: Uint8Array[] = [];
  private readonly offsets: number[] = [];
  private pending = '';
  private length = 0;
  private count = 0;

  constructor() {
    // The comment of four bytes above 127 tells transfer programs that the file is binary (ISO 32000-1, 7.5.2).
    this.text('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n');
  }

  /** Reserves the number of an object that is written later. */
  reserve(): number {
    this.count += 1;
    return this.count;
  }

  /** Writes an object with PDF text as its body; only Latin-1 characters. */
  object(body: string, number: number = this.reserve()): number {
    this.open(number);
    this.text(`${number} 0 obj\n${body}\nendobj\n`);
    return number;
  }

  /** Writes a stream object; `entries` are its dictionary entries without `/Length`. */
  stream(entries: string, content: Uint8Array, number: number = this.reserve()): number {
    this.open(number);
    this.text(`${number} 0 obj\n<<${entries}/Length ${content.length}>>\nstream\n`);
    this.bytes(content);
    this.text('\nendstream\nendobj\n');
    return number;
  }

  /** Ends the file: cross-reference table, trailer with `/ID`, and nothing after the end mark but one line feed. */
  finish(root: number, info: number, id: string): Uint8Array {
    const start = this.length + this.pending.length;
    let table = `xref\n0 ${this.count + 1}\n0000000000 65535 f \n`;
    for (let number = 1; number <= this.count; number += 1) {
      table += `${String(this.offsets[number]).padStart(10, '0')} 00000 n \n`;
    }
    this.text(
      `${table}trailer\n<</Size ${this.count + 1}/Root ${root} 0 R/Info ${info} 0 R/ID[<${id}><${id}>]>>\nstartxref\n${start}\n%%EOF\n`,
    );
    this.flush();
    return Buffer.concat(this.parts, this.length);
  }

  private open(number: number): void {
    this.offsets[number] = this.length + this.pending.length;
  }

  private text(text: string): void {
    this.pending += text;
  }

  private bytes(content: Uint8Array): void {
    this.flush();
    this.parts.push(content);
    this.length += content.length;
  }

  private flush(): void {
    if (this.pending === '') return;
    const encoded = Buffer.from(this.pending, 'latin1');
    this.parts.push(encoded);
    this.length += encoded.length;
    this.pending = '';
  }
}

/** A PDF text string: a literal where it is plain ASCII, else UTF-16 with its mark, in hexadecimal (ISO 32000-1, 7.9.2.2). */
export function pdfText(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return `(${text.replace(/[\\()]/g, '\\$&')})`;
  const units = Buffer.from(text, 'utf16le').swap16();
  return `<FEFF${units.toString('hex').toUpperCase()}>`;
}

/** A PDF name; characters outside the regular ones are written as #xx (ISO 32000-1, 7.3.5). */
export function pdfName(text: string): string {
  return `/${text.replace(/[^A-Za-z0-9._+-]/g, (each) => `#${each.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)}`;
}

/** `D:YYYYMMDDHHmmSS+00'00'`; always UTC, so that the bytes do not depend on the machine. */
export function pdfDate(instant: Date): string {
  return `(D:${instant.toISOString().slice(0, 19).replace(/[-:T]/g, '')}+00'00')`;
}
