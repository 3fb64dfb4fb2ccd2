import { setTimeout as wait } from 'node:timers/promises';
import { asFacteurError, systemClock, type Clock, type Problem } from '#kernel';
import type { FileSource, Log, Secrets, WaitingFile } from '#ports';
import type { SftpServer } from '#sftp';
import { tooLarge } from './file-problem.js';
import { listFiles, moveAway, readFile, type RemoteFile } from './remote-files.js';
import { openSession, type SourceSession } from './source-session.js';

export interface SftpSourceOptions extends SftpServer {
  /** E.g. `sftp:erp`. */
  readonly name: string;
  readonly secrets: Secrets;
  /** Where the files lie. */
  readonly directory: string;
  /** Below `directory`; made when missing. */
  readonly doneDirectory?: string;
  readonly failedDirectory?: string;
  /** Time between two looks at a file that was not there at the last poll. */
  readonly settleMs?: number;
  /** Larger files are reported and put into the failed directory. */
  readonly maxBytes?: number;
  /** Files taken by one poll at most; the rest waits for the next. */
  readonly maxFiles?: number;
  /** For the connection and for each answer. */
  readonly timeoutMs?: number;
  /** Hears of each file that cannot be taken; without it the log does. */
  readonly onProblem?: (fileName: string, problem: Problem) => void | Promise<void>;
  readonly log?: Log;
  readonly clock?: Clock;
}

interface Look {
  readonly mark: string;
  readonly at: number;
}

type Take = (file: WaitingFile) => Promise<void>;

/**
 * Fetches files from a directory on an SFTP server, over one connection a poll. A file is complete when two looks,
 * `settleMs` apart, saw the same size and time: the server's clock is not ours, so its age says nothing. It moves to the done directory after
 * `take` has resolved and stays when `take` throws; a cut in between offers it again.
 * @throws FacteurError from `poll`: `SOURCE.UNREACHABLE` (unavailable), `SOURCE.HOST_KEY`, `SOURCE.LOGIN`,
 * `SOURCE.DIRECTORY`, `SECRET.MISSING` (precondition).
 */
export function createSftpSource(options: SftpSourceOptions): FileSource {
  const { name, directory, settleMs = 1000, maxBytes = 25_000_000, maxFiles = 500, log, clock = systemClock } = options;
  const doneDirectory = options.doneDirectory ?? 'done';
  const failedDirectory = options.failedDirectory ?? 'failed';
  let unchangedSince = new Map<string, Look>();
  let running: Promise<unknown> = Promise.resolve();

  async function fetchFiles(take: Take, signal: AbortSignal) {
    if (signal.aborted) return { taken: 0, left: 0 };
    const session = await openSession(options, options.secrets, options.timeoutMs ?? 20_000);
    const onAbort = (): void => session.end();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await fetchOver(session, take, signal);
    } catch (thrown) {
      if (signal.aborted) return { taken: 0, left: 0 };
      throw thrown;
    } finally {
      signal.removeEventListener('abort', onAbort);
      session.end();
    }
  }

  async function fetchOver(session: SourceSession, take: Take, signal: AbortSignal) {
    const look = async (): Promise<RemoteFile[]> => {
      const files = await listFiles(session, directory);
      unchangedSince = compared(files, unchangedSince);
      return files;
    };
    const isQuiet = ({ name }: RemoteFile): boolean =>
      performance.now() - (unchangedSince.get(name)?.at ?? Infinity) >= settleMs;
    let files = await look();
    if (!files.every(isQuiet)) {
      await wait(settleMs + 5, undefined, { signal });
      files = await look();
    }
    const complete = files.filter(isQuiet);
    let [taken, gone] = [0, 0];
    for (const file of complete.slice(0, maxFiles)) {
      if (signal.aborted) break;
      const outcome = await fetchOne(session, file, take);
      if (outcome !== 'left') gone += 1;
      if (outcome === 'taken') taken += 1;
    }
    return { taken, left: files.length - gone };
  }

  async function fetchOne(session: SourceSession, file: RemoteFile, take: Take): Promise<'taken' | 'failed' | 'left'> {
    const stamp = clock.now().toISOString().replace(/[-:.]/g, '');
    if (file.size > maxBytes) {
      await report(file.name, tooLarge(file.name, file.size, maxBytes));
      await moveAway(session, directory, failedDirectory, file.name, stamp);
      return 'failed';
    }
    const bytes = await readFile(session, directory, file);
    if (bytes === undefined) return 'left';
    try {
      await take({ name: file.name, bytes });
    } catch (thrown) {
      const { code, message } = asFacteurError(thrown);
      log?.warn('source.file-left', { source: name, fileName: file.name, code, message });
      return 'left';
    }
    await moveAway(session, directory, doneDirectory, file.name, stamp);
    return 'taken';
  }

  async function report(fileName: string, problem: Problem): Promise<void> {
    if (options.onProblem) await options.onProblem(fileName, problem);
    else log?.warn('source.file-failed', { source: name, fileName, code: problem.code, message: problem.message.en });
  }

  return {
    name,
    poll: (take, signal) => {
      const turn = running.then(() => fetchFiles(take, signal));
      running = turn.catch(() => undefined);
      return turn;
    },
    close: async () => {
      await running;
    },
  };
}

/** Since when each file has looked the same. */
function compared(files: readonly RemoteFile[], before: ReadonlyMap<string, Look>): Map<string, Look> {
  const now = performance.now();
  return new Map(
    files.map(({ name, mark }) => {
      const known = before.get(name);
      return [name, known?.mark === mark ? known : { mark, at: now }];
    }),
  );
}
