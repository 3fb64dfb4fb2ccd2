import { failed, ok, type Problem, type Result } from '#kernel';
import { statementProblem } from './statement-problem.js';

/** Largest file that is read at once. A year of a busy account fits; what is larger is not a statement. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;

const DECLARED = /^<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/;

/**
 * The text of a bank file. Byte order marks and an XML declaration are believed; otherwise UTF-8 where the bytes are
 * valid UTF-8, else Windows-1252, of which Latin-1 is the printable part.
 */
export function decodeText(bytes: Uint8Array, encoding?: 'utf-8' | 'latin1'): Result<string, Problem[]> {
  if (bytes.length === 0) return failed([statementProblem('STATEMENT.EMPTY_FILE')]);
  if (bytes.length > MAX_FILE_BYTES)
    return failed([statementProblem('STATEMENT.TOO_LARGE', { value: String(bytes.length) })]);
  return ok(decode(bytes, encoding).replace(/^\uFEFF/, ''));
}

function decode(bytes: Uint8Array, encoding?: 'utf-8' | 'latin1'): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const declared = encoding ?? declaredEncoding(bytes);
  if (declared !== undefined && /^(iso-?8859-1|latin-?1|windows-1252)$/i.test(declared))
    return new TextDecoder('windows-1252').decode(bytes);
  if (declared !== undefined && /^iso-?8859-15$/i.test(declared)) return new TextDecoder('iso-8859-15').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8, whatever it says of itself: every byte sequence is Windows-1252.
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, 300));
  return DECLARED.exec(head.replace(/^\u00EF\u00BB\u00BF/, '').trimStart())?.[1];
}
