import type { JudgeRequest, Outcome } from './entry.js';
import { judgeFile } from './judge-file.js';

/** Thread entry: judges a batch of files, in order. */
export default async function judgeBatch(batch: {
  readonly paths: readonly string[];
  readonly request: JudgeRequest;
}): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const path of batch.paths) outcomes.push(await judgeFile(path, batch.request));
  return outcomes;
}
