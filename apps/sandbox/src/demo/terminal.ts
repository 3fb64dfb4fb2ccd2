import { WORDING, type WordingKey } from './wording.table.js';

/** Prints what happens in the language of the terminal; colours only where there is a terminal. */
export class Terminal {
  private readonly isColoured = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;

  constructor(
    private readonly language: 'en' | 'fr' = (process.env['LC_ALL'] ?? process.env['LANG'] ?? '').startsWith('fr')
      ? 'fr'
      : 'en',
  ) {}

  /** The wording with its facts; undefined when nothing is to be said about this event. */
  words(key: string, facts: Readonly<Record<string, unknown>> = {}): string | undefined {
    const wording = Object.hasOwn(WORDING, key) ? WORDING[key as WordingKey] : undefined;
    return wording?.[this.language].replace(/\{(\w+)\}/g, (_, name: string) => shown(facts[name]));
  }

  line(text: string): void {
    process.stdout.write(`${text}\n`);
  }

  say(key: WordingKey, facts: Readonly<Record<string, unknown>> = {}): void {
    this.line(`${this.strong('▸')} ${this.words(key, facts)}`);
  }

  /** One step of the story; a step that needs attention stands out. */
  step(key: string, facts: Readonly<Record<string, unknown>>): void {
    const words = this.words(key, facts);
    if (words === undefined) return;
    const isAlarm = /^[A-ZÉ]{4}/.test(words);
    this.line(`    ${isAlarm ? this.coloured('33', words) : words}`);
  }

  row(key: WordingKey, value: string): void {
    this.line(`  ${(this.words(key) as string).padEnd(46)} ${this.strong(value)}`);
  }

  strong(text: string): string {
    return this.coloured('1', text);
  }

  private coloured(code: string, text: string): string {
    return this.isColoured ? `\u001b[${code}m${text}\u001b[0m` : text;
  }
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(', ');
  // A name from outside must not steer the terminal.
  return typeof value === 'string' ? value.replaceAll(/\p{Cc}/gu, '?').slice(0, 120) : JSON.stringify(value ?? '');
}
