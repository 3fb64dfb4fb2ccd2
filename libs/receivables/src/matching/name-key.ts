/** Legal forms and fillers that say nothing about who somebody is. */
const FILLERS: ReadonlySet<string> = new Set(
  (
    'SA SAS SASU SARL EURL SNC SCI SCA SCOP GIE SE AG GMBH KG OHG UG EG MBH CO COMPANY CORP INC LLC LLP LTD LIMITED PLC ' +
    'BV NV BVBA SRL SPA SL AB AS OY APS SPRL STE SOCIETE ETS ETABLISSEMENTS ET AND UND THE LA LE LES DE DU DES MR MME M'
  ).split(' '),
);

/** The telling words of a party's name: upper case, no accents, no legal form. */
export function nameTokens(name: string): string[] {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
  const words = plain.split(/[^A-Z0-9]+/).filter((word) => word !== '');
  const telling = words.filter((word) => !FILLERS.has(word));
  return telling.length > 0 ? telling : words;
}

/** Equal for two spellings of one name, whatever the order of the words. */
export function nameKey(name: string): string {
  return [...new Set(nameTokens(name))].sort().join(' ');
}

/**
 * Whether two names agree: the same telling words, or one name's words all within the other's, with at least two words
 * or eight letters in common. Banks cut names at 27 or 35 characters, so the last word may be a beginning.
 */
export function namesAgree(left: string, right: string): boolean {
  const first = nameTokens(left);
  const second = nameTokens(right);
  const [short, long] = first.length <= second.length ? [first, second] : [second, first];
  const shared = short.filter((word) => long.some((other) => isSameWord(word, other)));
  if (shared.length !== short.length || shared.length === 0) return false;
  if (short.length === long.length) return true;
  return shared.length >= 2 || shared.join('').length >= 8;
}

function isSameWord(left: string, right: string): boolean {
  if (left === right) return true;
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  return short.length >= 5 && long.startsWith(short);
}
