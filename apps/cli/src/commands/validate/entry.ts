import type { LocalDate } from '#kernel';
import type { Severity } from '#rules';

export type Language = 'en' | 'fr';

/** One finding as the report shows it: in one language. */
export interface ReportedFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly terms: readonly string[];
  readonly location: string;
  readonly line: number;
  readonly value: string;
  readonly message: string;
  readonly remedy: string;
}

/** What is reported about one file. The fields and their order are a contract: scripts read the JSON lines. */
export interface ReportEntry {
  readonly file: string;
  readonly syntax: string;
  readonly profile: string;
  readonly packs: readonly { readonly id: string; readonly version: string }[];
  readonly valid: boolean;
  readonly findings: readonly ReportedFinding[];
}

/** A report entry with what only the exit code needs. */
export interface Outcome {
  readonly entry: ReportEntry;
  /** False when the file could not be looked at. */
  readonly readable: boolean;
}

/** How files are judged; crosses threads, so plain data. */
export interface JudgeRequest {
  readonly packs: 'auto' | readonly string[];
  readonly language: Language;
  /** By the rules valid on this date, whatever is in force today. */
  readonly on?: LocalDate;
  /** Today, on which announced versions come into force. */
  readonly asOf?: LocalDate;
}

/** What is said of one file, ready to be printed: a text costs less to hand from thread to thread than its findings. */
export interface Reported {
  readonly text: string;
  readonly verdict: 'valid' | 'invalid' | 'unread';
}
