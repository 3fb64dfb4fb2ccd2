import { parseLocalDate, type Bilingual, type Decimal, type LocalDate } from '#kernel';
import { LABELS, type LabelKey } from './labels.table.js';

/** The language of a page; `fr-en` prints every fixed word in French and English. */
export type PageLanguage = 'fr' | 'en' | 'fr-en';

const NO_BREAK = '\u00a0';
const SYMBOLS: Readonly<Record<string, string>> = { EUR: '€', GBP: '£' };
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** Currencies without a minor unit in use (ISO 4217). */
const WHOLE_CURRENCIES: ReadonlySet<string> = new Set(
  'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'.split(' '),
);

/** How words, dates and numbers are written in a language of the page. */
export class Words {
  private readonly english: boolean;

  constructor(readonly language: PageLanguage) {
    this.english = language === 'en';
  }

  label(key: LabelKey): string {
    return this.of(LABELS[key]);
  }

  /** The label as lines of a narrow column: one a language. */
  stacked(key: LabelKey): string[] {
    return this.lines(LABELS[key]);
  }

  of(text: Bilingual): string {
    return this.lines(text).join(' / ');
  }

  lines(text: Bilingual): string[] {
    if (this.language === 'fr-en' && text.fr !== text.en) return [text.fr, text.en];
    return [this.english ? text.en : text.fr];
  }

  /** Label and value with the colon as the language sets it (French: a no-break space before). */
  colon(label: string, value: string): string {
    return `${label}${this.english ? ':' : `${NO_BREAK}:`} ${value}`;
  }

  /**
   * A number with at least `places` decimals; none that was written is dropped except trailing zeros. French groups with
   * a no-break space (narrow enough in the page font, and copied text stays plain), English with a comma.
   */
  number(value: Decimal, places = 0): string {
    const text = value.toString();
    const negative = text.startsWith('-');
    const dot = text.indexOf('.');
    const whole = text.slice(negative ? 1 : 0, dot < 0 ? undefined : dot);
    let fraction = dot < 0 ? '' : text.slice(dot + 1);
    while (fraction.length > places && fraction.endsWith('0')) fraction = fraction.slice(0, -1);
    fraction = fraction.padEnd(places, '0');
    const mark = this.english ? '.' : ',';
    return `${negative ? '−' : ''}${this.grouped(whole)}${fraction === '' ? '' : mark + fraction}`;
  }

  amount(value: Decimal, currency: string): string {
    return this.number(value, WHOLE_CURRENCIES.has(currency) ? 0 : 2);
  }

  /** An amount with its currency: `1 234,56 €`, `€1,234.56`, `1 234,56 USD`, `USD 1,234.56`. */
  money(value: Decimal, currency: string): string {
    const amount = this.amount(value, currency);
    const symbol = SYMBOLS[currency];
    if (!this.english) return `${amount}${NO_BREAK}${symbol ?? currency}`;
    if (symbol === undefined) return `${currency}${NO_BREAK}${amount}`;
    return amount.startsWith('−') ? `−${symbol}${amount.slice(1)}` : symbol + amount;
  }

  percent(rate: Decimal): string {
    return `${this.number(rate)}${this.english ? '' : NO_BREAK}%`;
  }

  /** `24/11/2026`, `24 Nov 2026`; on a page in both languages `2026-11-24`, which neither reads wrongly. */
  date(date: LocalDate): string {
    const [year, month, day] = date.split('-') as [string, string, string];
    if (this.language === 'fr') return `${day}/${month}/${year}`;
    if (this.language === 'en') return `${Number(day)}${NO_BREAK}${MONTHS[Number(month) - 1]}${NO_BREAK}${year}`;
    return date;
  }

  /** Text in which dates are written as the page writes them; in free text people and programs leave `2026-12-23`. */
  withDates(text: string): string {
    return text.replace(/(?<![\d-])\d{4}-\d{2}-\d{2}(?![\d-])/g, (date) => {
      const known = parseLocalDate(date);
      return known === undefined ? date : this.date(known);
    });
  }

  range(start: LocalDate | undefined, end: LocalDate | undefined): string {
    return [start, end].map((date) => (date === undefined ? '…' : this.date(date))).join(' – ');
  }

  private grouped(whole: string): string {
    if (whole.length <= 3) return whole;
    const first = whole.length % 3 || 3;
    let text = whole.slice(0, first);
    for (let at = first; at < whole.length; at += 3) text += (this.english ? ',' : NO_BREAK) + whole.slice(at, at + 3);
    return text;
  }
}
