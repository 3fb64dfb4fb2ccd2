import type { EntryParty } from '../entry.js';
import { childOf, childrenOf, textOf, type XmlNode } from './camt-xml.js';

/** Name and identifier; from version 08 on both stand under `Pty` (or `Agt` for a bank). */
function partyAt(node: XmlNode | undefined, name: string): EntryParty {
  const outer = childOf(node, name);
  const party = childOf(outer, 'Pty') ?? outer;
  const title = textOf(party, 'Nm') ?? textOf(outer, 'Agt', 'FinInstnId', 'Nm');
  const ids = [...childrenOf(party, 'Id', 'OrgId', 'Othr'), ...childrenOf(party, 'Id', 'PrvtId', 'Othr')];
  const ref =
    textOf(party, 'Id', 'OrgId', 'LEI') ??
    ids.map((one) => textOf(one, 'Id')).find((id) => id !== undefined) ??
    textOf(party, 'Id', 'OrgId', 'AnyBIC') ??
    textOf(party, 'Id', 'OrgId', 'BICOrBEI') ??
    textOf(party, 'Id', 'OrgId', 'PrtryId', 'Id');
  return { ...(title === undefined ? {} : { name: title }), ...(ref === undefined ? {} : { partyRef: ref }) };
}

/** IBAN, or the bank's own number in any of the places that versions 01 to 13 have for it. */
export function accountAt(node: XmlNode | undefined): { iban?: string; accountRef?: string } {
  const iban = compact(textOf(node, 'Id', 'IBAN'));
  if (iban !== undefined) return { iban };
  const other =
    textOf(node, 'Id', 'Othr', 'Id') ??
    textOf(node, 'Id', 'BBAN') ??
    textOf(node, 'Id', 'UPIC') ??
    textOf(node, 'Id', 'PrtryAcct', 'Id') ??
    textOf(node, 'Prxy', 'Id');
  if (other === undefined) return {};
  return isIban(compact(other) ?? '') ? { iban: compact(other) } : { accountRef: other };
}

export function bicAt(node: XmlNode | undefined): string | undefined {
  const institution = childOf(node, 'FinInstnId');
  return (
    textOf(institution, 'BICFI') ??
    textOf(institution, 'BIC') ??
    textOf(institution, 'CmbndId', 'BIC') ??
    textOf(institution, 'NmAndAdr', 'BIC')
  );
}

/** Shape and check digits of an IBAN (ISO 13616). Some banks put it where their own number belongs. */
export function isIban(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text)) return false;
  let rest = 0;
  for (const character of text.slice(4) + text.slice(0, 4)) {
    const value = parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

function compact(text: string | undefined): string | undefined {
  return text?.replace(/\s/g, '').toUpperCase();
}

interface Sides {
  readonly counterparty: EntryParty;
  readonly ultimateDebtor?: EntryParty;
  readonly ultimateCreditor?: EntryParty;
}

/**
 * The other side of a payment. `Dbtr` and `Cdtr` are those of the original payment, also when it is returned: so a side
 * that has our own account is us, and a return (`takesBack`) swaps the sides.
 */
export function sidesOf(details: XmlNode, isCredit: boolean, takesBack: boolean, ownAccount: string): Sides {
  const debtor = side(details, 'Dbtr');
  const creditor = side(details, 'Cdtr');
  const expected = isCredit !== takesBack ? debtor : creditor;
  const other = expected === debtor ? creditor : debtor;
  const accountOf = (party: EntryParty): string | undefined => party.iban ?? party.accountRef;
  const isSwapped = accountOf(expected) === ownAccount && accountOf(other) !== ownAccount && isKnown(other);
  const ultimateDebtor = partyAt(childOf(details, 'RltdPties'), 'UltmtDbtr');
  const ultimateCreditor = partyAt(childOf(details, 'RltdPties'), 'UltmtCdtr');
  return {
    counterparty: isSwapped ? other : expected,
    ...(isKnown(ultimateDebtor) ? { ultimateDebtor } : {}),
    ...(isKnown(ultimateCreditor) ? { ultimateCreditor } : {}),
  };
}

function side(details: XmlNode, role: 'Dbtr' | 'Cdtr'): EntryParty {
  const parties = childOf(details, 'RltdPties');
  const bic = bicAt(childOf(details, 'RltdAgts', `${role}Agt`));
  return {
    ...partyAt(parties, role),
    ...accountAt(childOf(parties, `${role}Acct`)),
    ...(bic === undefined ? {} : { bic }),
  };
}

function isKnown(party: EntryParty): boolean {
  return Object.keys(party).length > 0;
}
