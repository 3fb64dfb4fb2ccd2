import { codes } from '../sheet-writing.js';

/** BR-FR-04: the type codes of the reform (UNTDID 1001). */
export const TYPES = codes('380 389 393 501 386 500 384 471 472 473 261 262 381 396 502 503');
export const CORRECTIVE_TYPES = codes('384 471 472 473');
/** Credit notes that name the invoice they credit; 262 credits a period. */
export const CREDIT_TYPES = codes('261 381 396 502 503');
export const SELF_BILLED_TYPES = codes('389 501 500 471 473 261 502');
export const DEPOSIT_TYPES = codes('386 500 503');

/** BR-FR-08: frames of billing (BT-23). */
export const FRAMES = codes('B1 S1 M1 B2 S2 M2 S3 B4 S4 M4 S5 S6 B7 S7 B8 S8 M8 B9 S9 M9');
export const PAID_FRAMES = codes('B2 S2 M2');
export const FINAL_FRAMES = codes('B4 S4 M4');
export const MULTI_SELLER_FRAMES = codes('B8 S8 M8');
export const TWO_WAY_FRAMES = codes('B9 S9 M9');

/** BR-FR-20: how an invoice is to be processed (note BAR). */
export const TREATMENTS = codes('B2B B2BINT B2C B2CINT OUTOFSCOPE ARCHIVEONLY');

export const CATEGORIES = codes('S E AE K G O Z');
export const FOREIGN_CATEGORIES = codes('L M');

/** BR-FR-16: rates as they may be written. */
export const RATES = codes(
  '0 0.0 0.00 10 10.0 10.00 13 13.0 13.00 20 20.0 20.00 8.5 8.50 19.6 19.60 2.1 2.10 5.5 5.50 7 7.0 7.00 20.6 20.60 ' +
    '1.05 0.9 0.90 1.75 9.2 9.20 9.6 9.60',
);

/** BR-FR-17: what an attachment may be called (BT-123). */
export const ATTACHMENTS = codes(
  'RIB LISIBLE FEUILLE_DE_STYLE PJA BORDEREAU_SUIVI DOCUMENT_ANNEXE BON_LIVRAISON BON_COMMANDE ' +
    'BORDEREAU_SUIVI_VALIDATION ETAT_ACOMPTE FACTURE_PAIEMENT_DIRECT RECAPITULATIF_COTRAITANCE',
);

export const VAT_GROUP_MEMBER = 'MEMBRE_ASSUJETTI_UNIQUE';

export const lengthOf = (text: string): number => [...text].length;

/** BR-FR-01, -02: letters without accents, digits, + - _ /, no space. */
export const isNumberOfInvoice = (text: string): boolean =>
  /^[A-Za-z0-9+\-_/]+$/.test(text.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '')) && !text.includes(' ');

/** BR-FR-23, -24: characters of an address 0225 and of a routing code 0224. */
export const isAddress = (text: string): boolean => /^[A-Za-z0-9+\-_.]+$/.test(text);

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DIGIT = String.raw`\p{Nd}`;
const UBL_DATE = new RegExp(`^20${DIGIT}{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]${DIGIT}|3[01])$`, 'u');
const CII_DATE = new RegExp(`^20${DIGIT}{2}(0[1-9]|1[0-2])(0[1-9]|[12]${DIGIT}|3[01])$`, 'u');

function isOnCalendar(year: string, month: string, day: string): boolean {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  if (m === 2 && d === 29) return (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
  return d <= (DAYS[m - 1] ?? 0);
}

/** BR-FR-03: a real date of 2000 to 2099, YYYY-MM-DD. */
export const isUblDate = (text: string): boolean =>
  UBL_DATE.test(text) && isOnCalendar(text.slice(0, 4), text.slice(5, 7), text.slice(8, 10));

/** BR-FR-03: likewise YYYYMMDD; what stands behind the first eight characters does not count. */
export const isCiiDate = (text: string): boolean => {
  const date = [...text].slice(0, 8).join('');
  return CII_DATE.test(date) && isOnCalendar(date.slice(0, 4), date.slice(4, 6), date.slice(6, 8));
};

const SIREN = new RegExp(`^${DIGIT}{9}$`, 'u');
const SIRET = new RegExp(`^${DIGIT}{14}$`, 'u');
export const isSiren = (text: string): boolean => SIREN.test(text);
export const belongsTo = (siret: string, siren: string): boolean => SIRET.test(siret) && siret.slice(0, 9) === siren;

const number = (sign: string, whole: string, part: number): RegExp =>
  new RegExp(`^${sign}${DIGIT}{1,${whole}}(\\.${DIGIT}{1,${part}})?$`, 'u');
const fits = (form: RegExp, most: number) => (text: string) =>
  form.test(text) && lengthOf(text.replaceAll('.', '')) <= most;

/** BR-FR-DEC-01 to -04. */
export const isAmount = fits(number('-?', '19', 2), 19);
export const isQuantity = fits(number('-?', '19', 4), 19);
export const isPrice = fits(number('', '19', 6), 19);
export const isSignedPrice = fits(number('-?', '19', 6), 19);
export const isRate = fits(number('', '4', 2), 4);
