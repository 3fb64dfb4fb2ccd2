import type { Language, Outcome } from './entry.js';
import { svrlReport } from './report-svrl.js';
import { textReport } from './report-text.js';

/** Writes outcomes as they come. */
export interface Report {
  begin(): string;
  entry(outcome: Outcome): string;
  end(counts: Counts): string;
}

export interface Counts {
  readonly valid: number;
  readonly invalid: number;
  readonly unread: number;
  readonly milliseconds: number;
}

export const FORMATS = ['text', 'json', 'svrl'] as const;
export type Format = (typeof FORMATS)[number];

/** @param several whether more than one file is reported, which decides if SVRL needs an element around */
export function reportIn(format: Format, language: Language, colours: boolean, several: boolean): Report {
  switch (format) {
    case 'json':
      return jsonReport;
    case 'svrl':
      return svrlReport(several);
    case 'text':
      return textReport(language, colours);
  }
}

const jsonReport: Report = {
  begin: () => '',
  entry: ({ entry }) => `${JSON.stringify(entry)}\n`,
  end: () => '',
};
