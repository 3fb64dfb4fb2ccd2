import { open, readFile, rm } from 'node:fs/promises';
import { FacteurError } from '#kernel';
import { errorCode } from './thrown.js';

/**
 * Holds a directory for this process: two processes in one embedded database would destroy it. The mark of a process that is
 * gone (killed, power cut) is taken over.
 * @throws FacteurError `STORE.IN_USE` (conflict) naming the process that holds it.
 */
export async function holdDirectory(directory: string): Promise<() => Promise<void>> {
  const path = `${directory}.lock`;
  const mark = `${process.pid} ${await startOf(process.pid)}`;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (await written(path, mark)) return async () => rm(path, { force: true });
    const holder = (await readFile(path, 'utf8').catch(() => '')).trim();
    const [pid, start] = holder.split(' ');
    if (holder !== mark && (await isAlive(Number(pid), start)))
      throw new FacteurError('STORE.IN_USE', 'conflict', 'The database directory is in use by another process', {
        directory,
        pid: Number(pid),
      });
    if (holder === mark)
      throw new FacteurError('STORE.IN_USE', 'conflict', 'The database directory is open in this process already', {
        directory,
      });
    await rm(path, { force: true });
  }
  throw new FacteurError('STORE.IN_USE', 'conflict', 'The database directory is being opened by another process', {
    directory,
  });
}

async function written(path: string, mark: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(`${mark}\n`);
    await file.close();
    return true;
  } catch (thrown) {
    if (errorCode(thrown) === 'EEXIST') return false;
    throw thrown;
  }
}

async function isAlive(pid: number, start: string | undefined): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (thrown) {
    // EPERM: it lives, and is another user's.
    if (errorCode(thrown) !== 'EPERM') return false;
  }
  // Process ids come round again, above all in containers; the start time tells a namesake.
  return (await startOf(pid)) === start;
}

/** Start time in clock ticks since boot (proc(5), field 22 of stat); `-` where the system has no /proc. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '-';
}
