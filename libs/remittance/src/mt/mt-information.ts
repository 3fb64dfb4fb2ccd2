import { isIban } from '../camt/camt-parties.js';
import { reference } from '../camt/camt-facts.js';
import { structuredReference } from '../camt/camt-remittance.js';
import type { EntryDraft } from '../entry-reference.js';
import type { EntryParty } from '../entry.js';

const LINE_WIDTH = 65;
const PIECE_WIDTH = 27;

/** Words of SEPA that banks write into the purpose, plain (`EREF+…`) or between slashes (`/EREF/…`). */
const PLUS_TAG = /\b(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|IBAN|BIC|PURP|RREF)\s?\+/;
const SLASH_TAG = /\/(EREF|KREF|MARF|CSID|REMI|NAME|IBAN|BIC|ORDP|BENM|RREF|RTRN|PREF|PURP|CNTP)\//;

export type MtInformation = Partial<EntryDraft>;

/** What a `:86:` says. Three dialects: numbered pieces (`?20`, `>20`), slash tags, free text. */
export function mtInformation(lines: readonly string[]): MtInformation {
  const joined = lines.join('');
  const coded = /^(\d{3})([?>])\d{2}/.exec(joined.trimStart()) ?? /^(\d{3})([?>])/.exec(joined.trimStart());
  if (coded !== null) return fromPieces(joined.trimStart(), coded[1] ?? '', coded[2] ?? '?');
  const slashed = sections(rejoin(lines, LINE_WIDTH), SLASH_TAG);
  if (slashed.size > 1) return fromSlashTags(slashed);
  return { remittanceLines: lines.map((line) => line.trimEnd()).filter((line) => line !== '') };
}

function fromPieces(text: string, code: string, mark: string): MtInformation {
  const pieces = new Map<string, string>();
  for (const part of text.slice(3).split(mark === '?' ? /\?(?=\d{2})/ : />(?=\d{2})/)) {
    if (/^\d{2}/.test(part)) pieces.set(part.slice(0, 2), `${pieces.get(part.slice(0, 2)) ?? ''}${part.slice(2)}`);
  }
  const purpose = [...pieces].filter(([key]) => /^(2\d|6[0-3])$/.test(key)).map(([, piece]) => piece);
  const tags = sections(rejoin(purpose, PIECE_WIDTH), PLUS_TAG);
  const account = pieces.get('31')?.trim();
  const party: EntryParty = {
    ...named('name', `${pieces.get('32') ?? ''}${pieces.get('33') ?? ''}`),
    ...accountOf(account ?? tags.get('IBAN')),
    ...named('bic', pieces.get('30')),
  };
  const isReturn = ['108', '109', '158', '159', '181'].includes(code);
  return {
    ...tagged(tags),
    counterparty: party,
    remittanceLines: tags.size > 1 ? [tags.get('SVWZ') ?? tags.get('') ?? ''].filter((one) => one !== '') : purpose,
    transactionCode: { proprietary: code, issuer: 'DK' },
    ...(isReturn ? { returnReason: { ...named('code', pieces.get('34')), ...named('text', tags.get('')) } } : {}),
    ...named('additionalInfo', pieces.get('00')),
  };
}

function fromSlashTags(tags: ReadonlyMap<string, string>): MtInformation {
  const remittance = tags.get('REMI')?.replace(/^\/?(USTD|STRD)\/+/, '');
  const structured = /\/CUR\/([A-Za-z0-9 ]{1,40})/.exec(remittance ?? '')?.[1];
  return {
    ...named('endToEndId', reference(tags.get('EREF'))),
    ...named('mandateRef', tags.get('MARF')),
    counterparty: {
      ...named('name', tags.get('NAME')),
      ...accountOf(tags.get('IBAN')),
      ...named('bic', tags.get('BIC')),
    },
    remittanceLines: [remittance ?? ''].filter((one) => one !== ''),
    ...(structured === undefined ? {} : { structuredReferences: [structuredReference(structured)] }),
    ...(tags.has('RTRN') ? { returnReason: { ...named('code', tags.get('RTRN')) } } : {}),
  };
}

function tagged(tags: ReadonlyMap<string, string>): MtInformation {
  return {
    ...named('endToEndId', reference(tags.get('EREF'))),
    ...named('mandateRef', tags.get('MREF')),
    ...named('purpose', tags.get('PURP')),
    ...(tags.has('ABWA') ? { ultimateDebtor: { ...named('name', tags.get('ABWA')) } } : {}),
    ...(tags.has('ABWE') ? { ultimateCreditor: { ...named('name', tags.get('ABWE')) } } : {}),
  };
}

/** The text cut at its tags; what stands before the first one is under the empty tag. */
function sections(text: string, tag: RegExp): Map<string, string> {
  const found = new Map<string, string>();
  const parts = text.split(tag);
  found.set('', (parts[0] ?? '').trim());
  for (let at = 1; at < parts.length; at += 2) {
    const name = parts[at] ?? '';
    if (!found.has(name)) found.set(name, (parts[at + 1] ?? '').replace(/\/$/, '').trim());
  }
  return found;
}

/** Lines that fill their width were cut without regard for words. */
function rejoin(lines: readonly string[], width: number): string {
  return lines.map((line) => (line.length >= width ? line : `${line} `)).join('');
}

function accountOf(text: string | undefined): { iban?: string; accountRef?: string } {
  const compact = text?.replace(/\s/g, '').toUpperCase() ?? '';
  if (compact === '') return {};
  return isIban(compact) ? { iban: compact } : { accountRef: compact };
}

function named<K extends string>(key: K, text: string | undefined): { [P in K]?: string } {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? {} : ({ [key]: trimmed } as { [P in K]?: string });
}
