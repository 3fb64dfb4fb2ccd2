import { parseLocalDate } from '#kernel';
import type { SimpleType } from './grammar.js';

// Lexical forms of XML Schema 1.0 part 2, checked after white space was treated as the type says. Every expression is linear.
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;
const INTEGER = /^[+-]?\d+$/;
const ZONE = '(?:Z|[+-](?:0\\d|1[0-3]):[0-5]\\d|[+-]14:00)?';
const TIME = '(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?|24:00:00(?:\\.0+)?)';
const DATE_ONLY = new RegExp(`^(-?)(\\d{4,9})-(\\d\\d)-(\\d\\d)${ZONE}$`);
const TIME_ONLY = new RegExp(`^${TIME}${ZONE}$`);
const DATE_TIME = new RegExp(`^(-?\\d{4,9}-\\d\\d-\\d\\d)T${TIME}${ZONE}$`);
const LANGUAGE = /^[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*$/;
// The last unit carries no stray bits (RFC 4648, 3.5).
const BASE64_TAIL = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$/;
const URI =
  /^(?:[A-Za-z][A-Za-z0-9+.-]*:|(?=[/?#]|[^/?#:]*(?:[/?#]|$)))(?:\/\/(?:[^/?#[\]@]*@)?(?:\[[0-9A-Fa-f:.]+\]|[^/?#[\]@:]*)(?::\d*)?(?=[/?#]|$)|(?!\/\/))[^?#[\]]*(?:\?[^#[\]]*)?(?:#[^#[\]]*)?$/;
const URI_ESCAPE = /%(?![0-9A-Fa-f]{2})/;

/** True when the text is a value of the type. */
export function isOfType(type: SimpleType, text: string): boolean {
  const value = type.b === 'string' ? text : type.b === 'normalizedString' ? replaceSpace(text) : collapse(text);
  if (!isLexical(type.b, value)) return false;
  if (type.min !== undefined && [...value].length < type.min) return false;
  if (type.max !== undefined && [...value].length > type.max) return false;
  return type.e === undefined || type.e.includes(value);
}

/** White space as `xs:token` sees it. */
export function collapse(text: string): string {
  return /^\s|\s$|[\t\n\r]| {2}/.test(text) ? text.replace(/[ \t\n\r]+/g, ' ').replace(/^ | $/g, '') : text;
}

function replaceSpace(text: string): string {
  return text.replace(/[\t\n\r]/g, ' ');
}

function isLexical(base: string, value: string): boolean {
  switch (base) {
    case 'string':
    case 'normalizedString':
    case 'token':
      return true;
    case 'decimal':
      return DECIMAL.test(value);
    case 'integer':
      return INTEGER.test(value);
    case 'boolean':
      return value === 'true' || value === 'false' || value === '1' || value === '0';
    case 'date':
      return isDate(value);
    case 'time':
      return TIME_ONLY.test(value);
    case 'dateTime':
      return isDateTime(value);
    case 'base64Binary':
      return BASE64_TAIL.test(value.replace(/ /g, ''));
    case 'anyURI':
      return isUri(value);
    case 'language':
      return LANGUAGE.test(value);
    default:
      return true;
  }
}

function isDate(value: string): boolean {
  const match = DATE_ONLY.exec(value);
  if (!match) return false;
  const [, sign, year, month, day] = match as unknown as [string, string, string, string, string];
  if (Number(year) === 0 || (year.length > 4 && year.startsWith('0'))) return false;
  // Leap years repeat every 400 years: the calendar of the far past and future is that of the years 2000 to 2399.
  const phase = 2000 + ((((sign === '-' ? 1 - Number(year) : Number(year)) % 400) + 400) % 400);
  return parseLocalDate(`${phase}-${month}-${day}`) !== undefined;
}

function isDateTime(value: string): boolean {
  const match = DATE_TIME.exec(value);
  return match !== null && isDate(match[1] as string);
}

/** RFC 3986 reference, after the characters that XML Schema lets stand unescaped were taken out. */
function isUri(value: string): boolean {
  const plain = value.replace(/[ <>"{}|\\^`\u007F-\uFFFF]/g, '_');
  return !URI_ESCAPE.test(plain) && URI.test(plain);
}
