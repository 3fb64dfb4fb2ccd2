import type { JudgeRequest, Outcome, Reported } from './entry.js';
import { judgeFile } from './judge-file.js';
import { reportIn, type Report, type ReportStyle } from './report.js';

/** Files that are judged together, in order. Only their paths cross to a thread, which reads them itself. */
export interface Batch {
  readonly paths: readonly string[];
  readonly request: JudgeRequest;
  readonly style: ReportStyle;
}

/** What is said of each file of a batch, in their order. */
export async function judgeBatch({ paths, request, style }: Batch): Promise<Reported[]> {
  const report = reportIn(style);
  const all: Reported[] = [];
  for (const path of paths) all.push(reported(await judgeFile(path, request), report));
  return all;
}

export function reported(outcome: Outcome, report: Report): Reported {
  const verdict = !outcome.readable ? 'unread' : outcome.entry.valid ? 'valid' : 'invalid';
  return { text: report.entry(outcome), verdict };
}
