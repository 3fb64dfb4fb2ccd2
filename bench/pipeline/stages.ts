/** Where a worker's processor time goes: a CPU profile summed up by the stage of the work that each sample belongs to. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly children?: readonly number[];
}
interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** The innermost frame that one of these knows decides; the first pattern that fits counts. */
const STAGES: readonly (readonly [pattern: RegExp, stage: string])[] = [
  [/libs\/rules\//, 'judging by the rules'],
  [/libs\/facturx\/src\/(?:reader|read-back|extract)/, 'reading the PDF back'],
  [/libs\/facturx\//, 'composing the PDF'],
  [/libs\/syntax\/src\/writ/, 'writing the XML'],
  [/libs\/(?:syntax|xml)\//, 'reading the XML back'],
  [/libs\/store\/src\/(?:file-documents|document-cache)/, 'document store'],
  [/libs\/store\/src\/(?:canonical|timeline|evidence|storable)/, 'evidence and timeline'],
  [/libs\/store\/|\/drizzle-orm\/|\/pg(?:-[a-z]+)?\//, 'SQL: building, sending, reading rows'],
  [/sink-sftp|libs\/sftp|\/ssh2\//, 'SFTP'],
  [/\/bull\/|\/ioredis\/|\/redis-[a-z]+\//, 'Bull'],
  [/libs\/(?:billing|order)\//, 'reading orders, billing'],
  [/libs\/(?:flows|jobs|assembly)\//, 'flows and jobs'],
];

/** Share of each stage in the processor time of the profiles in a folder, start-up left out. Largest first. */
export function stagesOf(folder: string): readonly (readonly [stage: string, share: number])[] {
  const spent = new Map<string, number>();
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.cpuprofile')))
    addProfile(JSON.parse(readFileSync(join(folder, name), 'utf8')) as CpuProfile, spent);
  const all = [...spent.values()].reduce((sum, each) => sum + each, 0);
  return [...spent].map(([stage, time]) => [stage, time / all] as const).sort((left, right) => right[1] - left[1]);
}

function addProfile({ nodes, samples, timeDeltas }: CpuProfile, spent: Map<string, number>): void {
  const parents = new Map(nodes.flatMap(({ id, children }) => (children ?? []).map((child) => [child, id] as const)));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const stages = new Map<number, string | undefined>();
  const stageOf = (id: number): string | undefined => {
    if (!stages.has(id)) stages.set(id, findStage(id, byId, parents));
    return stages.get(id);
  };
  const isJob = (id: number): boolean => /libs\/(?:flows|jobs)\/|\/bull\//.test(byId.get(id)?.callFrame.url ?? '');
  const begin = Math.max(0, samples.findIndex(isJob));
  for (let at = begin; at < samples.length; at += 1) {
    const stage = stageOf(samples[at] ?? 0);
    if (stage !== undefined) spent.set(stage, (spent.get(stage) ?? 0) + (timeDeltas[at] ?? 0));
  }
}

function findStage(
  id: number,
  byId: ReadonlyMap<number, ProfileNode>,
  parents: ReadonlyMap<number, number>,
): string | undefined {
  const name = byId.get(id)?.callFrame.functionName;
  if (name === '(idle)') return undefined;
  if (name === '(garbage collector)') return 'garbage collection';
  for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
    const url = byId.get(at)?.callFrame.url ?? '';
    const known = STAGES.find(([pattern]) => pattern.test(url));
    if (known) return known[1];
  }
  return 'the rest of the run time';
}
