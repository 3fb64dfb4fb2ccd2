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

/** How the report is written; crosses threads, so plain data. */
export interface ReportStyle {
  readonly format: Format;
  readonly language: Language;
  readonly colours: boolean;
  /** More than one file is reported, which decides whether SVRL needs an element around. */
  readonly several: boolean;
}

export function reportIn({ format, language, colours, several }: ReportStyle): Report {
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
