import { failed, ok, type Bilingual, type Decimal, type LocalDate, type Result } from '#kernel';
import { extractNow, openPdf } from '../extract.js';
import { outcomeOf, type HybridError } from '../reader/hybrid-error.js';
import type { InvoiceFacts } from '../reader/invoice-facts.js';
import { hasWorkers, inBackground, INLINE_BYTES } from '../workers/background.js';
import { pageText } from './page-text.js';

/** One term of the XML and whether the page prints it. */
export interface TermOnPage {
  /** Business term, e.g. `BT-1`. */
  readonly term: string;
  readonly name: Bilingual;
  readonly value: string;
  readonly printed: boolean;
}

export interface PageComparison {
  readonly terms: readonly TermOnPage[];
  /** False when the page has no text that can be read (a scan, or fonts without Unicode values). */
  readonly readable: boolean;
  readonly same: boolean;
}

/**
 * Does the printed page say what the XML says? Number, dates, parties, VAT number and totals are searched in the page's
 * text, in the ways people write them; layout and spaces do not matter.
 */
export async function comparePage(content: Uint8Array): Promise<Result<PageComparison, HybridError>> {
  return hasWorkers && content.length > INLINE_BYTES ? inBackground('compare', content) : comparePageNow(content);
}

/** As `comparePage`, on this thread. */
export function comparePageNow(content: Uint8Array): Result<PageComparison, HybridError> {
  const opened = openPdf(content);
  if (!opened.ok) return opened;
  const read = extractNow(content, { anyName: true });
  if (!read.ok) return read;
  try {
    return ok(compareText(pageText(opened.value), read.value.facts));
  } catch (error) {
    return failed(outcomeOf(error));
  }
}

export function compareText(text: string, facts: InvoiceFacts): PageComparison {
  const page = squeezed(text);
  const letters = page.replace(/[^\p{L}\p{N}]/gu, '');
  const terms: TermOnPage[] = [];
  const add = (term: string, en: string, fr: string, value: string | undefined, ways: readonly string[]): void => {
    if (value === undefined) return;
    const printed = ways.some((way) => (term.endsWith('name') ? letters.includes(way) : page.includes(way)));
    terms.push({ term: term.replace(/ name$/, ''), name: { en, fr }, value, printed });
  };
  const bare = (value: string | undefined): string[] => (value === undefined ? [] : [squeezed(value)]);
  const name = (value: string | undefined): string[] =>
    value === undefined ? [] : [squeezed(value).replace(/[^\p{L}\p{N}]/gu, '')];
  const amount = (value: Decimal | undefined): string[] => (value === undefined ? [] : amountWays(value));
  const date = (value: LocalDate | undefined): string[] => (value === undefined ? [] : dateWays(value));
  add('BT-1', 'Invoice number', 'Numéro de facture', facts.number, bare(facts.number));
  add('BT-2', 'Issue date', 'Date d’émission', facts.issueDate, date(facts.issueDate));
  add('BT-9', 'Due date', 'Échéance', facts.dueDate, date(facts.dueDate));
  add('BT-27 name', 'Seller', 'Vendeur', facts.sellerName, name(facts.sellerName));
  add('BT-44 name', 'Buyer', 'Acheteur', facts.buyerName, name(facts.buyerName));
  add('BT-31', 'Seller VAT number', 'Numéro de TVA du vendeur', facts.sellerVatId, bare(facts.sellerVatId));
  add('BT-109', 'Total without VAT', 'Total HT', facts.totalWithoutVat?.toString(), amount(facts.totalWithoutVat));
  add('BT-110', 'VAT total', 'Total TVA', facts.vatTotal?.toString(), amount(facts.vatTotal));
  add('BT-112', 'Total with VAT', 'Total TTC', facts.totalWithVat?.toString(), amount(facts.totalWithVat));
  add('BT-115', 'Amount due', 'Net à payer', facts.amountDue?.toString(), amount(facts.amountDue));
  const readable = letters.length > 20;
  return { terms, readable, same: readable && terms.every((each) => each.printed) };
}

/** Lower case, composed, without any white space, with plain apostrophes and minus signs. */
function squeezed(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’‘`´]/g, "'")
    .replace(/[−–—‐‑]/g, '-')
    .replace(/[\s\u00ad\u200b]/g, '');
}

/** 1234.5 as 1234,50 1.234,50 1,234.50 1'234.50 (spaces are gone already); whole amounts also without decimals. */
function amountWays(value: Decimal): string[] {
  const text = value.abs().normalized().rounded(Math.max(2, value.normalized().scale)).toString();
  const [whole = '0', fraction = '00'] = text.split('.');
  const grouped = (mark: string): string => whole.replace(/\B(?=(?:\d{3})+$)/g, mark);
  const forms = [whole, grouped('.'), grouped(','), grouped("'")];
  const ways = forms.flatMap((form) => [`${form},${fraction}`, `${form}.${fraction}`]);
  if (/^0+$/.test(fraction)) ways.push(...forms);
  return ways;
}

const MONTHS = [
  ['january', 'janvier', 'januar'],
  ['february', 'février', 'februar'],
  ['march', 'mars', 'märz'],
  ['april', 'avril', 'april'],
  ['may', 'mai', 'mai'],
  ['june', 'juin', 'juni'],
  ['july', 'juillet', 'juli'],
  ['august', 'août', 'august'],
  ['september', 'septembre', 'september'],
  ['october', 'octobre', 'oktober'],
  ['november', 'novembre', 'november'],
  ['december', 'décembre', 'dezember'],
] as const;

function dateWays(date: LocalDate): string[] {
  const [year, month, day] = date.split('-') as [string, string, string];
  const [shortDay, shortMonth, shortYear] = [String(Number(day)), String(Number(month)), year.slice(2)];
  const ways = [date, year + month + day, `${year}/${month}/${day}`];
  for (const mark of ['/', '.', '-']) {
    for (const years of [year, shortYear]) {
      ways.push(
        [day, month, years].join(mark),
        [shortDay, shortMonth, years].join(mark),
        [month, day, years].join(mark),
      );
    }
  }
  for (const name of MONTHS[Number(month) - 1] ?? []) {
    for (const word of [name, name.slice(0, 3), `${name.slice(0, 3)}.`, `${name.slice(0, 4)}.`]) {
      ways.push(
        shortDay + word + year,
        `${shortDay}.${word}${year}`,
        day + word + year,
        `${day}.${word}${year}`,
        `${word}${shortDay},${year}`,
        `${day}-${word}-${year}`,
      );
    }
  }
  return ways;
}
