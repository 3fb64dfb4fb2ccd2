/** Check digits of the identifier schemes that Peppol tests. Each takes normalised text. */

function digitsOf(text: string): number[] {
  return [...text].map(Number);
}

function weighted(digits: readonly number[], weights: readonly number[]): number {
  return digits.reduce((sum, digit, index) => sum + digit * (weights[index] ?? 0), 0);
}

const DIGITS = /^[0-9]+$/;

/** GS1: weights 3 and 1 from the right. */
export function isGln(text: string): boolean {
  if (!DIGITS.test(text)) return false;
  const digits = digitsOf(text);
  const check = digits.pop();
  const sum = digits.reverse().reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10 === check;
}

/** Modulus 11 with weights 2 to 7 from the right, as Norwegian organisation numbers use it. */
export function passesMod11(text: string): boolean {
  if (!DIGITS.test(text) || Number(text) <= 0) return false;
  const digits = digitsOf(text);
  const check = digits.pop();
  const sum = digits.reverse().reduce((total, digit, index) => total + digit * ((index % 6) + 2), 0);
  return (11 - (sum % 11)) % 11 === check;
}

export function isNorwegianOrganisation(text: string): boolean {
  return /^[0-9]{9}$/.test(text) && passesMod11(text);
}

/** Belgian enterprise number: 97 less the remainder of the first eight digits. */
export function isBelgianEnterprise(text: string): boolean {
  return /^[0-9]{10}$/.test(text) && Number(text.slice(8)) === 97 - (Number(text.slice(0, 8)) % 97);
}

export function isItalianOffice(text: string): boolean {
  return /^[A-Za-z0-9]{6}$/.test(text);
}

const INTEGER = /^[+-]?[0-9]+$/;
const FISCAL_CODE = /^[A-Za-z]{6}([0-9]{2}|[+-][0-9])[A-Za-z]([0-9]{2}|[+-][0-9]).{3}[0-9][A-Za-z]$/u;

export function isItalianFiscalCode(text: string): boolean {
  const { length } = [...text];
  if (length === 16) return FISCAL_CODE.test(text);
  return length === 11 && INTEGER.test(text);
}

/** Only a number that begins with IT is tested. */
export function isItalianVatOrForeign(text: string): boolean {
  const country = text.slice(0, 2);
  if (country !== 'IT' && country !== 'it') return true;
  const number = text.slice(2);
  return /^[0-9]{11}$/.test(number) && doubledSum(digitsOf(number), 1) % 10 === 0;
}

/** Sum in which every second digit, from `odd`, is doubled and reduced to one digit. */
function doubledSum(digits: readonly number[], odd: 0 | 1): number {
  return digits.reduce((sum, digit, index) => {
    const doubled = digit * 2;
    return sum + (index % 2 === odd ? (doubled > 9 ? doubled - 9 : doubled) : digit);
  }, 0);
}

/** Luhn over the first nine digits against the tenth. Longer texts are not refused here. */
export function isSwedishOrganisation(text: string): boolean {
  if (!DIGITS.test(text)) return false;
  const main = digitsOf(text.slice(0, 9)).reverse();
  const check = text.slice(9, 10);
  return check !== '' && (10 - (doubledSum(main, 0) % 10)) % 10 === Number(check);
}

/** Australian business number: the first digit less one, modulus 89. */
export function isAustralianBusiness(text: string): boolean {
  if (!/^[0-9]{11}$/.test(text)) return false;
  const digits = digitsOf(text);
  digits[0] = (digits[0] as number) - 1;
  return weighted(digits, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) % 89 === 0;
}

/** Greek TIN: powers of two over eight digits, modulus 11, then 10, against the ninth. */
export function isGreekTin(text: string): boolean {
  const digits = digitsOf(text.slice(0, 9));
  if (digits.length < 9 || digits.some(Number.isNaN)) return false;
  return (weighted(digits.slice(0, 8), [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === digits[8];
}

/** ISO 13616 check of an IBAN whose blanks were taken out. */
export function isIban(text: string): boolean {
  if (!/^[A-Z]{2}[0-9]{2}[A-Za-z0-9]{0,30}$/.test(text)) return false;
  const turned = text.slice(4) + text.slice(0, 2) + text.slice(2, 4);
  return BigInt([...turned].map(ibanDigits).join('')) % 97n === 1n;
}

// As the official rule counts: a lower-case letter is not made upper-case first.
function ibanDigits(character: string): string {
  const point = character.codePointAt(0) as number;
  return String(point > 64 ? point - 55 : point - 48);
}
