import type { Words } from './words.js';

const names = new Map<string, string>();
const english = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });
const french = new Intl.DisplayNames(['fr'], { type: 'region', fallback: 'code' });

/** The name of an ISO 3166-1 alpha-2 country in the language of the page; the code itself when it is none. */
export function countryName(code: string, words: Words): string {
  const key = `${words.language}${code}`;
  let name = names.get(key);
  if (name === undefined) {
    name = /^[A-Z]{2}$/.test(code) ? words.of({ en: english.of(code) ?? code, fr: french.of(code) ?? code }) : code;
    names.set(key, name);
  }
  return name;
}
