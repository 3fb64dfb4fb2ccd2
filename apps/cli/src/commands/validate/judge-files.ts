import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import type { JudgeRequest, Outcome } from './entry.js';
import { judgeContent, judgeFile } from './judge-file.js';

/** From so many files on, starting threads and warming them up costs less than they save. */
const WORTH_THREADS = 300;
/** Files handed to a thread at once; larger batches make progress and memory uneven. */
const BATCH = 16;
const BATCHES_AHEAD = 8;

/** Judges files on all cores; outcomes come in the order of the paths. */
export async function* judgeFiles(paths: readonly string[], request: JudgeRequest): AsyncGenerator<Outcome> {
  if (paths.length < WORTH_THREADS || availableParallelism() < 2 || paths.includes('-')) {
    for (const path of paths) yield path === '-' ? await judgeStdin(request) : await judgeFile(path, request);
    return;
  }
  yield* judgeOnThreads(paths, request);
}

async function* judgeOnThreads(paths: readonly string[], request: JudgeRequest): AsyncGenerator<Outcome> {
  // One thread a core: each compiles the rules for itself, so that more threads than cores only cost.
  const threads = availableParallelism();
  const filename = new URL('./worker.js', import.meta.url).href;
  const pool = new Piscina({ filename, minThreads: threads, maxThreads: threads });
  try {
    const running: Promise<Outcome[]>[] = [];
    for (let from = 0; from < paths.length || running.length > 0;) {
      while (from < paths.length && running.length < BATCHES_AHEAD) {
        running.push(pool.run({ paths: paths.slice(from, from + BATCH), request }) as Promise<Outcome[]>);
        from += BATCH;
      }
      yield* (await running.shift()) ?? [];
    }
  } finally {
    await pool.destroy();
  }
}

async function judgeStdin(request: JudgeRequest): Promise<Outcome> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return judgeContent('-', Buffer.concat(chunks), request);
}
