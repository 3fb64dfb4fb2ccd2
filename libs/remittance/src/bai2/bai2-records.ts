import { Decimal } from '#kernel';

/** One logical record: its physical line and the `88` continuations after it. */
export interface Bai2Record {
  readonly code: string;
  readonly row: number;
  /** Fields of the record and of its continuations, without record codes. */
  readonly fields: readonly string[];
  /** The physical lines without record code and closing slash; the first is the record's own. */
  readonly lines: readonly string[];
}

/** The records of a file. A slash ends a record; text of a detail may hold slashes and commas of its own. */
export function bai2Records(text: string): Bai2Record[] {
  const records: { code: string; row: number; fields: string[]; lines: string[] }[] = [];
  text.split(/\r\n|\n|\r/).forEach((raw, at) => {
    const line = raw.trim();
    if (line === '') return;
    const code = line.slice(0, 2);
    const body = line.slice(3).replace(/\/\s*$/, '');
    const last = records.at(-1);
    if (code === '88' && last !== undefined) {
      for (const field of body.split(',')) last.fields.push(field);
      last.lines.push(body);
    } else records.push({ code, row: at + 1, fields: body.split(','), lines: [body] });
  });
  return records;
}

/** Amounts have no decimal point: the currency says how many decimals are meant. */
export function bai2Amount(text: string, currency: string): Decimal | undefined {
  const match = /^([+-]?)(\d{1,18})$/.exec(text.trim());
  if (match === null) return undefined;
  const scale =
    currency === 'JPY' || currency === 'KRW' ? 0 : ['BHD', 'KWD', 'TND', 'OMR', 'JOD'].includes(currency) ? 3 : 2;
  const units = BigInt(match[2] ?? '0');
  return Decimal.fromUnits(match[1] === '-' ? -units : units, scale);
}

/** How many fields the funds type at `at` takes: S three amounts, V date and time, D a count and that many pairs. */
export function fundsWidth(fields: readonly string[], at: number): number {
  const type = fields[at]?.trim().toUpperCase() ?? '';
  if (type === 'S') return 4;
  if (type === 'V') return 3;
  if (type !== 'D') return 1;
  const pairs = Number(fields[at + 1] ?? '0');
  return 2 + 2 * (Number.isInteger(pairs) && pairs >= 0 && pairs <= 126 ? pairs : 0);
}
