const MAX_BODY = 21;

/**
 * The ISO 11649 creditor reference (`RF` + check digits + body) for a document number, or undefined when the number
 * holds no letter or digit, or more than 21 of them. Separators are left out and letters become upper case, so two
 * numbers that differ only there give the same reference.
 */
export function creditorReference(documentNumber: string): string | undefined {
  const body = documentNumber.toUpperCase().replace(/[^A-Z0-9]/g, '');
  if (body === '' || body.length > MAX_BODY || /[^ -~]/.test(documentNumber)) return undefined;
  const check = 98 - remainder97(`${body}RF00`);
  return `RF${String(check).padStart(2, '0')}${body}`;
}

/** The reference in its electronic form (no blanks, upper case) if its check digits are right, otherwise undefined. */
export function parseCreditorReference(text: string): string | undefined {
  const reference = text.replace(/\s/g, '').toUpperCase();
  if (!/^RF\d{2}[A-Z0-9]{1,21}$/.test(reference)) return undefined;
  return remainder97(reference.slice(4) + reference.slice(0, 4)) === 1 ? reference : undefined;
}

/** In groups of four, as it is printed. */
export function printCreditorReference(reference: string): string {
  return reference.replace(/(.{4})(?=.)/g, '$1 ');
}

/** Remainder of the number that results from letters becoming 10 (A) to 35 (Z); digit by digit, so any length is exact. */
function remainder97(text: string): number {
  let rest = 0;
  for (const character of text) {
    const value = parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}
