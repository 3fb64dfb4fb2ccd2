import { constants, type Stats } from 'node:fs';
import { link, lstat, mkdir, open, readdir, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { isNativeError } from 'node:util/types';
import { asFacteurError, FacteurError, systemClock, type Clock, type Problem } from '#kernel';
import type { FileSource, Log, WaitingFile } from '#ports';
import { tooLarge } from './file-problem.js';

export interface FolderSourceOptions {
  /** E.g. `folder:erp`. */
  readonly name: string;
  /** Made when missing. `done/` and `failed/` lie inside. */
  readonly directory: string;
  /** A file untouched for this long counts as complete. */
  readonly quietMs?: number;
  /** Larger files are reported and put into `failed/`. */
  readonly maxBytes?: number;
  /** Files taken by one poll at most; the rest waits for the next. */
  readonly maxFiles?: number;
  /** Hears of each file that cannot be taken; without it the log does. */
  readonly onProblem?: (fileName: string, problem: Problem) => void | Promise<void>;
  readonly log?: Log;
  readonly clock?: Clock;
}

const TEMPORARY = /^[.~#]|(\.(tmp|temp|part|partial|filepart|crdownload|swp)|~)$/i;

/**
 * Takes files from a folder. A file is complete when it has not been touched for the quiet period, by its own time or as
 * seen by two looks that far apart (a file's time may lie in the future); temporary and hidden names, links and folders are left alone. It moves to `done/`
 * after `take` has resolved and stays where it is when `take` throws. A crash in between offers it again: whoever takes
 * must know a repetition.
 * @throws FacteurError `SOURCE.UNREACHABLE` (unavailable) from `poll` when the folder itself cannot be read.
 */
export function createFolderSource(options: FolderSourceOptions): FileSource {
  const { name, directory, quietMs = 2000, maxBytes = 25_000_000, maxFiles = 500, log, clock = systemClock } = options;
  let unchangedSince = new Map<string, { readonly mark: string; readonly at: number }>();
  let running: Promise<unknown> = Promise.resolve();

  async function poll(take: (file: WaitingFile) => Promise<void>, signal: AbortSignal) {
    const turn = running.then(() => look(take, signal));
    running = turn.catch(() => undefined);
    return turn;
  }

  async function look(take: (file: WaitingFile) => Promise<void>, signal: AbortSignal) {
    const waiting = await list(directory, name);
    const now = clock.now().getTime();
    unchangedSince = new Map(
      waiting.map(([fileName, stats]) => {
        const before = unchangedSince.get(fileName);
        return [fileName, before?.mark === markOf(stats) ? before : { mark: markOf(stats), at: now }];
      }),
    );
    const isQuiet = ([fileName, stats]: [string, Stats]): boolean =>
      now - Math.min(unchangedSince.get(fileName)?.at ?? now, stats.mtimeMs) >= quietMs;
    const complete = waiting.filter(isQuiet);
    let taken = 0;
    let failed = 0;
    for (const [fileName, stats] of complete.slice(0, maxFiles)) {
      if (signal.aborted) break;
      const outcome = await takeOne(fileName, stats, take);
      if (outcome === 'taken') taken += 1;
      if (outcome === 'failed') failed += 1;
    }
    return { taken, left: waiting.length - taken - failed };
  }

  async function takeOne(
    fileName: string,
    stats: Stats,
    take: (file: WaitingFile) => Promise<void>,
  ): Promise<'taken' | 'failed' | 'left'> {
    try {
      if (stats.size > maxBytes) {
        await report(fileName, tooLarge(fileName, stats.size, maxBytes));
        await moveAway(directory, 'failed', fileName, clock);
        return 'failed';
      }
      const bytes = await readUnchanged(join(directory, fileName), stats);
      if (bytes === undefined) return 'left';
      await take({ name: fileName, bytes });
      await moveAway(directory, 'done', fileName, clock);
      return 'taken';
    } catch (thrown) {
      const { code, message } = asFacteurError(thrown);
      log?.warn('source.file-left', { source: name, fileName, code, message });
      return 'left';
    }
  }

  async function report(fileName: string, problem: Problem): Promise<void> {
    if (options.onProblem) await options.onProblem(fileName, problem);
    else log?.warn('source.file-failed', { source: name, fileName, code: problem.code, message: problem.message.en });
  }

  return {
    name,
    poll,
    close: async () => {
      await running;
    },
  };
}

async function list(directory: string, source: string): Promise<[string, Stats][]> {
  try {
    await mkdir(directory, { recursive: true });
    const names = (await readdir(directory)).filter((name) => !TEMPORARY.test(name)).sort();
    const found = await Promise.all(
      names.map(async (name): Promise<[string, Stats] | undefined> => {
        // Gone between the listing and the look: another process was quicker.
        const stats = await lstat(join(directory, name)).catch(() => undefined);
        return stats?.isFile() === true ? [name, stats] : undefined;
      }),
    );
    return found.filter((each) => each !== undefined);
  } catch (thrown) {
    const code = isNativeError(thrown) && 'code' in thrown ? thrown.code : undefined;
    throw new FacteurError('SOURCE.UNREACHABLE', 'unavailable', `The folder cannot be read (${String(code)})`, {
      source,
    });
  }
}

/** The content, if the file is still the one that was looked at and did not change while it was read. */
async function readUnchanged(path: string, stats: Stats): Promise<Uint8Array | undefined> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const before = await file.stat();
    if (!before.isFile() || markOf(before) !== markOf(stats)) return undefined;
    // A buffer of the known size: a file that grows without end cannot fill the memory.
    const bytes = Buffer.alloc(before.size);
    let at = 0;
    while (at < bytes.length) {
      const { bytesRead } = await file.read(bytes, at, bytes.length - at, at);
      if (bytesRead === 0) return undefined;
      at += bytesRead;
    }
    return markOf(await file.stat()) === markOf(before) ? bytes : undefined;
  } finally {
    await file.close();
  }
}

function markOf(stats: Stats): string {
  return `${stats.ino} ${stats.size} ${stats.mtimeMs}`;
}

/** Moves without overwriting: a name that is taken gets the time and a count in front. */
async function moveAway(directory: string, area: 'done' | 'failed', fileName: string, clock: Clock): Promise<void> {
  await mkdir(join(directory, area), { recursive: true });
  const from = join(directory, fileName);
  const stamp = clock.now().toISOString().replace(/[-:]/g, '').replace('.', '');
  for (let count = 0; count < 1000; count += 1) {
    const name = count === 0 ? fileName : `${stamp}-${count}-${fileName}`.slice(0, 255);
    try {
      await link(from, join(directory, area, name));
      await unlink(from);
      return;
    } catch (thrown) {
      const code = isNativeError(thrown) && 'code' in thrown ? thrown.code : undefined;
      if (code === 'EEXIST') continue;
      if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP') throw thrown;
      // A file system without hard links: the time and a random number keep names apart.
      await rename(
        from,
        join(directory, area, `${stamp}-${Math.random().toString(36).slice(2)}-${fileName}`.slice(0, 255)),
      );
      return;
    }
  }
  throw new FacteurError('SOURCE.AREA_FULL', 'precondition', 'No free name in the area for processed files', { area });
}
