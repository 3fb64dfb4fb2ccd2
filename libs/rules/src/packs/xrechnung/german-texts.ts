import { isIban } from '../peppol/check-digits.js';

/** Texts whose form the German rules test. The forms are tested without patterns that could run long. */

const DISCOUNT = /^#SKONTO#TAGE=[0-9]+#PROZENT=[0-9]+\.[0-9]{2}(#BASISBETRAG=-?[0-9]+\.[0-9]{2})?#$/;
const ENTRY = /#[^\n]+#/;

/** Cash discount lines in BT-20: each line that begins with # has the agreed form, and the last one ends with a line break. */
export function discountsAreWellFormed(terms: string, normalized: (text: string) => string): boolean {
  const lines = terms.split(/\r?\n/).map(normalized);
  const entries = lines.filter((line) => line.startsWith('#'));
  if (entries.length === 0) return true;
  const rest = terms.split(ENTRY).at(-1) ?? '';
  return entries.every((line) => DISCOUNT.test(line)) && /^[ \t\r]*\n/.test(rest);
}

/** At least three digits. */
export function looksLikeTelephone(text: string): boolean {
  return text.replace(/[^0-9]/g, '').length >= 3;
}

/** One @ with something before it, and a domain of at least two non-empty parts behind it. */
export function looksLikeEmail(text: string): boolean {
  if (/[ \t\r\n]/.test(text)) return false;
  const [local, domain, ...more] = text.split('@');
  if (more.length > 0 || !local || domain === undefined) return false;
  const parts = domain.split('.');
  return parts.length >= 2 && parts.every((part) => part !== '');
}

/** An absolute address with a scheme. */
export function looksLikeUrl(text: string): boolean {
  return /^[a-zA-Z][a-zA-Z0-9+.-]+:/.test(text);
}

/** IBAN, blanks aside. */
export function isSpacedIban(text: string): boolean {
  return isIban(text.replace(/[ \t\r\n]/g, ''));
}
