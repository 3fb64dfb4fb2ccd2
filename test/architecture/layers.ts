import { posix } from 'node:path';
import type { SourceFile } from './source-tree.js';

/** config/layers.json. */
export interface Layers {
  readonly libraries: Readonly<Record<string, readonly string[]>>;
  readonly apps: Readonly<Record<string, readonly string[]>>;
  readonly testOnly: readonly string[];
  readonly nestAllowedIn: readonly string[];
  readonly maxLogicLines: number;
  readonly maxTableLines: number;
}

interface Place {
  /** `libs/kernel`, `apps/gateway`, `libs/connectors/sink-sftp`. */
  readonly folder: string;
  /** `kernel`, `gateway`, `connectors/sink-sftp`. */
  readonly name: string;
  readonly allowed: readonly string[];
}

/** Every breach of the import layers, one sentence each; empty when the house is in order. */
export function layerBreaches(files: readonly SourceFile[], layers: Layers): string[] {
  return files.flatMap((file) => {
    const place = placeOf(file.path, layers);
    if (!place) return [`${file.path}: its library is not in config/layers.json`];
    return file.imports.flatMap((target) => breachesOf(file, target, place, layers));
  });
}

/** Cycles between files (relative imports), each as `a → b → a`. */
export function fileCycles(files: readonly SourceFile[]): string[] {
  const graph = new Map(
    files.map((file) => [
      file.path,
      file.imports
        .filter((target) => target.startsWith('.'))
        .map((target) => posix.join(posix.dirname(file.path), target).replace(/\.js$/, '.ts')),
    ]),
  );
  const cycles: string[] = [];
  const state = new Map<string, 'open' | 'closed'>();
  const visit = (node: string, trail: readonly string[]): void => {
    if (state.get(node) === 'closed') return;
    if (state.get(node) === 'open') {
      cycles.push([...trail.slice(trail.indexOf(node)), node].join(' → '));
      return;
    }
    state.set(node, 'open');
    for (const next of graph.get(node) ?? []) if (graph.has(next)) visit(next, [...trail, node]);
    state.set(node, 'closed');
  };
  for (const node of graph.keys()) visit(node, []);
  return cycles;
}

/** Files longer than their kind may be. */
export function oversized(files: readonly SourceFile[], layers: Layers): string[] {
  return files
    .filter((file) => file.lines > (/\.(table|map)\.ts$/.test(file.path) ? layers.maxTableLines : layers.maxLogicLines))
    .map((file) => `${file.path}: ${file.lines} lines`);
}

function breachesOf(file: SourceFile, target: string, place: Place, layers: Layers): string[] {
  if (target.startsWith('#')) {
    const library = target.slice(1);
    const group = library.includes('/') ? `${library.split('/')[0]}/*` : library;
    const isAllowed = ['*', library, group].some((each) => place.allowed.includes(each));
    return [
      ...(library === place.name ? [`${file.path}: imports its own library by its public name`] : []),
      ...(!isAllowed && library !== place.name ? [`${file.path}: ${place.name} may not import ${library}`] : []),
      ...(layers.testOnly.includes(library) ? [`${file.path}: ${library} is for tests only`] : []),
    ];
  }
  if (target.startsWith('.')) {
    const resolved = posix.join(posix.dirname(file.path), target);
    return resolved.startsWith(`${place.folder}/`) ? [] : [`${file.path}: leaves its library by path (${target})`];
  }
  if (target.startsWith('@nestjs/')) {
    const isAllowed = place.folder.startsWith('apps/') || layers.nestAllowedIn.includes(place.name);
    return isAllowed ? [] : [`${file.path}: ${place.name} runs without a container, so no ${target}`];
  }
  return [];
}

function placeOf(path: string, layers: Layers): Place | undefined {
  const [top, first, second] = path.split('/');
  if (top === 'apps' && first !== undefined && layers.apps[first]) {
    return { folder: `apps/${first}`, name: first, allowed: layers.apps[first] };
  }
  if (top !== 'libs' || first === undefined) return undefined;
  const group = layers.libraries[`${first}/*`];
  if (group) return { folder: `libs/${first}/${second}`, name: `${first}/${second}`, allowed: group };
  const allowed = layers.libraries[first];
  return allowed && { folder: `libs/${first}`, name: first, allowed };
}
