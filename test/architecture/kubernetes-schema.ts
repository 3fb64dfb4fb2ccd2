import { createRequire } from 'node:module';
import { join } from 'node:path';
import ts from 'typescript';
import type { Manifest } from './manifests.js';

const require = createRequire(join(process.cwd(), 'package.json'));

interface Model {
  validate(): void;
}
type ModelClass = new (data: object) => Model;

/** The published model of a kind: that of Kubernetes itself, or of KEDA. */
function moduleOf({ apiVersion = '' }: Manifest): string {
  return apiVersion.startsWith('keda.sh/')
    ? `@kubernetes-models/keda/${apiVersion}`
    : `kubernetes-models/${apiVersion}`;
}

/**
 * What Kubernetes' published schemas say against the objects: values by the schemas' own validators, names by the types made from
 * them, since the schemas let members pass that they do not know.
 */
export function schemaFaults(objects: readonly Manifest[]): string[] {
  return [...objects.flatMap(valueFaults), ...nameFaults(objects)];
}

function valueFaults(object: Manifest): string[] {
  const kind = object.kind ?? '';
  try {
    const found = (require(moduleOf(object)) as Readonly<Record<string, ModelClass | undefined>>)[kind];
    if (!found) return [`${kind}: not in ${object.apiVersion}`];
    new found(object).validate();
    return [];
  } catch (thrown) {
    return [`${kind} ${object.metadata?.name ?? '?'}: ${String(thrown)}`];
  }
}

/** The objects as literals of their types: the compiler knows every member. */
function nameFaults(objects: readonly Manifest[]): string[] {
  const path = join(process.cwd(), 'test/architecture/manifests.generated.ts');
  const lines = objects.map(
    (object, index) => `const o${index}: import('${moduleOf(object)}').I${object.kind} = ${JSON.stringify(object)};`,
  );
  const options: ts.CompilerOptions = {
    ...{ strict: true, noEmit: true, skipLibCheck: true, types: [] },
    ...{ module: ts.ModuleKind.CommonJS, moduleResolution: ts.ModuleResolutionKind.Bundler },
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === path || fileExists.call(host, name);
  host.getSourceFile = (name, ...rest) =>
    name === path
      ? ts.createSourceFile(path, lines.join('\n'), ts.ScriptTarget.ESNext, true)
      : getSourceFile.call(host, name, ...rest);
  const program = ts.createProgram([path], options, host);
  const file = program.getSourceFile(path);
  return [...program.getSemanticDiagnostics(file), ...program.getSyntacticDiagnostics(file)].map(
    ({ messageText, start = 0 }) => {
      const line = file?.getLineAndCharacterOfPosition(start).line ?? 0;
      return `${objects[line]?.kind ?? '?'}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    },
  );
}
