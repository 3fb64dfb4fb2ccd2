import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { writeWhole } from './write-file.js';

/** A folder into which an ERP drops order files. */
export interface DropFolder {
  readonly folder: string;
  /** Puts a file there, complete from the first instant. */
  drop(name: string, content: Uint8Array | string): Promise<void>;
}

export async function openDropFolder(folder: string): Promise<DropFolder> {
  await mkdir(folder, { recursive: true });
  return { folder, drop: (name, content) => writeWhole(join(folder, basename(name)), content) };
}
