import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A TypeScript file with the modules it imports (type imports included; specs and generated files left out by the caller). */
export interface SourceFile {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  readonly imports: readonly string[];
  readonly lines: number;
}

const IMPORT =
  /^\s*(?:import|export)\b[^'"\n]*?(?:\bfrom\s*)?['"]([^'"]+)['"]|^\}\s*from\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

/** Every .ts file below the folders, sorted. */
export function readSources(root: string, folders: readonly string[]): SourceFile[] {
  return folders
    .flatMap((folder) => walk(join(root, folder)))
    .sort()
    .map((path) => {
      const text = readFileSync(path, 'utf8');
      return {
        path: relative(root, path).replaceAll('\\', '/'),
        imports: [...text.matchAll(IMPORT)].map((match) => (match[1] ?? match[2] ?? match[3]) as string),
        lines: text.split('\n').length - 1,
      };
    });
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : walk(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}
