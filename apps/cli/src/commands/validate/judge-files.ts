import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { Piscina } from 'piscina';
import type { JudgeRequest, Reported } from './entry.js';
import { judgeBatch, reported, type Batch } from './judge-batch.js';
import { judgeFile, judgeStream } from './judge-file.js';
import { reportIn, type ReportStyle } from './report.js';

/** From so many files on, starting threads and warming them up costs less than they save. */
const WORTH_THREADS = 300;
/** Files judged at once; larger batches make progress and memory uneven. */
const BATCH = 16;
/** Batches that wait in a thread, so that it goes on while this one judges a batch of its own. */
const IN_A_THREAD = 3;
/** Batches that are judged, or being judged, and not printed: bounds memory where one of them takes long. */
const AHEAD = 64;

/** Judges files on all cores; what is said of them comes in the order of the paths. */
export async function* judgeFiles(
  paths: readonly string[],
  request: JudgeRequest,
  style: ReportStyle,
): AsyncGenerator<Reported> {
  const threads = availableParallelism() - 1;
  if (paths.length >= WORTH_THREADS && threads > 0 && !paths.includes('-')) {
    yield* judgeOnThreads(batchesOf(paths, request, style), threads);
    return;
  }
  const report = reportIn(style);
  for (const path of paths) {
    yield reported(await (path === '-' ? judgeStream('-', process.stdin, request) : judgeFile(path, request)), report);
  }
}

function batchesOf(paths: readonly string[], request: JudgeRequest, style: ReportStyle): Batch[] {
  return Array.from({ length: Math.ceil(paths.length / BATCH) }, (_, index) => ({
    paths: paths.slice(index * BATCH, (index + 1) * BATCH),
    request,
    style,
  }));
}

/** A batch that was given out; `all` once it is judged. */
interface Pending {
  readonly work: Promise<Reported[]>;
  all: Reported[] | undefined;
}

/**
 * Every core judges, this thread too: it has the rules compiled before the others have started. Each thread compiles them for
 * itself, so that more threads than cores only cost.
 */
async function* judgeOnThreads(batches: readonly Batch[], threads: number): AsyncGenerator<Reported> {
  const filename = new URL('./worker.js', import.meta.url).href;
  const pool = new Piscina({
    filename,
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: IN_A_THREAD,
  });
  const pending: Pending[] = [];
  let [next, inThreads] = [0, 0];
  const give = (batch: Batch): void => {
    inThreads += 1;
    const given: Pending = { work: pool.run(batch) as Promise<Reported[]>, all: undefined };
    // A failure is met where its turn comes.
    given.work.then((all) => (given.all = all)).catch(() => undefined).finally(() => (inThreads -= 1)); // prettier-ignore
    pending.push(given);
  };
  try {
    while (next < batches.length || pending.length > 0) {
      const mayGoOn = (): boolean => next < batches.length && pending.length < AHEAD;
      while (mayGoOn() && inThreads < threads * IN_A_THREAD) give(batches[next++] as Batch);
      if (mayGoOn()) {
        const all = await judgeBatch(batches[next++] as Batch);
        pending.push({ work: Promise.resolve(all), all });
        // Lets the answers of the threads in.
        await setImmediate();
      } else await pending[0]?.work;
      for (let first = pending[0]; first?.all !== undefined; first = pending[0]) {
        pending.shift();
        yield* first.all;
      }
    }
  } finally {
    await pool.destroy();
  }
}
