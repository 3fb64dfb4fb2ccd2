import { randomBytes } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Writes so that a reader of the folder never sees half a file: hidden temporary name, then rename. */
export async function writeWhole(path: string, content: Uint8Array | string, mode = 0o644): Promise<void> {
  const temporary = join(dirname(path), `.${randomBytes(6).toString('hex')}.tmp`);
  await writeFile(temporary, content, { mode });
  await rename(temporary, path);
}
