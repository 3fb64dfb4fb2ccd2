import { Decimal, parseLocalDate, type LocalDate } from '#kernel';

export const RECORD_LENGTH = 120;

const CREDIT = '{ABCDEFGHI';
const DEBIT = '}JKLMNOPQR';

/** Currencies that have no decimals, for files that leave the number of decimals blank. */
const NO_DECIMALS: ReadonlySet<string> = new Set(['XPF', 'XOF', 'XAF', 'JPY']);

/** Fourteen digits of which the last is overpunched with the sign; undefined when it is none. */
export function cfonbAmount(field: string, decimals: string, currency: string): Decimal | undefined {
  const digits = field.slice(0, -1);
  const last = field.slice(-1);
  const credit = CREDIT.indexOf(last);
  const debit = DEBIT.indexOf(last);
  if (!/^\d+$/.test(digits) || last === '' || (credit < 0 && debit < 0)) return undefined;
  const scale = /^\d$/.test(decimals) ? Number(decimals) : NO_DECIMALS.has(currency) ? 0 : 2;
  const units = BigInt(digits + String(Math.max(credit, debit)));
  return Decimal.fromUnits(debit >= 0 ? -units : units, scale);
}

/** `DDMMYY` of this century (of the last one from 80 on). */
export function cfonbDate(text: string): LocalDate | undefined {
  if (!/^\d{6}$/.test(text)) return undefined;
  const year = Number(text.slice(4));
  return parseLocalDate(`${year >= 80 ? 1900 + year : 2000 + year}-${text.slice(2, 4)}-${text.slice(0, 2)}`);
}

/** A record by 1-based positions, as the standard numbers them. */
export function part(line: string, from: number, to: number): string {
  return line.slice(from - 1, to);
}

/** The records of a file with their line numbers; also of one without line ends. Blank lines and notes are no records. */
export function cfonbRecords(text: string): { line: string; row: number }[] {
  const lines = text.split(/\r\n|\n|\r/);
  return lines.flatMap((line, at) => {
    const pieces = line.length > RECORD_LENGTH + 5 ? (line.match(/.{1,120}/gs) ?? []) : [line];
    return pieces.flatMap((piece) =>
      /^0[1457][\dA-Z]{5}/.test(piece) ? [{ line: piece.padEnd(RECORD_LENGTH), row: at + 1 }] : [],
    );
  });
}
