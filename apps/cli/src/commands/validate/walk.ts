import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const DOCUMENT = /\.(?:xml|pdf)$/i;

/** The files to judge: each path as given, folders replaced by their XML and PDF files, sorted, subfolders included. */
export function* filesOf(paths: readonly string[]): Generator<string> {
  for (const path of paths) {
    if (path !== '-' && isFolder(path)) yield* filesIn(path);
    else yield path;
  }
}

function* filesIn(folder: string): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true });
  entries.sort((left, right) => (left.name < right.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    // Links are not followed, so that a circle of them ends.
    if (entry.isDirectory()) yield* filesIn(path);
    else if (entry.isFile() && DOCUMENT.test(entry.name)) yield path;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
