import { code, text } from '#order';
import { z } from 'zod';

/** True when the digits carry a right Luhn key, as SIREN and SIRET do (La Poste's SIRETs are the known exception). */
export function hasLuhnKey(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const weighted = index % 2 === 1 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}

/** True when the check digits of an IBAN are right (ISO 13616, remainder 97 of 1). */
export function hasIbanKey(iban: string): boolean {
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

const LA_POSTE = '356000000';

/** INSEE number of a company: nine digits with a Luhn key. */
export const siren = z
  .string()
  .regex(/^\d{9}$/)
  .refine(hasLuhnKey, { params: { expects: 'check-digits' } });

/** INSEE number of an establishment: SIREN and five digits, with a Luhn key. */
export const siret = z
  .string()
  .regex(/^\d{14}$/)
  .refine((value) => value.startsWith(LA_POSTE) || hasLuhnKey(value), { params: { expects: 'check-digits' } });

/** International bank account number without blanks. */
export const iban = z
  .string()
  .regex(/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/)
  .refine(hasIbanKey, { params: { expects: 'check-digits' } });

/** Bank identifier code, ISO 9362. */
export const bic = z.string().regex(/^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/);

/** VAT number with its country prefix, without blanks. */
export const vatId = z.string().regex(/^[A-Z]{2}[A-Z0-9+*]{2,13}$/);

/** Our own short name of a profile, policy, series or terms: it appears in files and metrics. */
export const shortName = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(60);

/** A sentence that reaches customers, in both languages. */
export const bilingual = z.strictObject({ en: text(2000), fr: text(2000) });

/** An electronic address with the scheme that gives it (EAS list): `0225` for French companies. */
export const electronicAddress = z.strictObject({ id: text(125), scheme: code(10) });

export const LANGUAGES = ['fr', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** BR-FR-09: a SIRET begins with the SIREN of its company. Arguments of a `refine` that runs beside other faults. */
export const siretOfSiren: [
  (profile: unknown) => boolean,
  { path: string[]; params: { expects: string }; when: () => boolean },
] = [
  (profile) => {
    const { siren: company, siret: place } = profile as { siren?: unknown; siret?: unknown };
    return typeof company !== 'string' || typeof place !== 'string' || place.startsWith(company);
  },
  { path: ['siret'], params: { expects: 'same-siren' }, when: () => true },
];
