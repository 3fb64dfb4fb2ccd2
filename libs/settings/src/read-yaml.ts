import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import type { z } from 'zod';
import { parseDocument } from 'yaml';
import type { Problem } from '#kernel';
import { pointer, problemsOfIssues } from '#order';
import { fillPlaceholders } from './placeholders.js';

/** A configuration file as it was read; `value` is absent when it could not be. */
export interface ReadFile<T> {
  /** Relative to the root. */
  readonly file: string;
  readonly value?: T;
  readonly problems: readonly Problem[];
}

/** Reads one YAML file, fills placeholders and checks it; every problem names the file and the field. */
export function readYaml<T>(
  root: string,
  path: string,
  schema: z.ZodType<T>,
  environment: NodeJS.ProcessEnv,
  adjust: (tree: Record<string, unknown>) => unknown = (tree) => tree,
): ReadFile<T> {
  const absolute = isAbsolute(path) ? path : join(root, path);
  const file = isAbsolute(path) ? path : relative(root, absolute);
  const document = parseDocument(readFileSync(absolute, 'utf8'), { maxAliasCount: 20 } as never);
  if (document.errors.length > 0) {
    return { file, problems: document.errors.map((error) => notYaml(file, error.message.split('\n')[0] as string)) };
  }
  const filled = fillPlaceholders(document.toJS({ maxAliasCount: 20 }) ?? {}, environment);
  const adjusted = adjust(filled.value as Record<string, unknown>);
  const parsed = schema.safeParse(adjusted);
  const field = (at: string) => `${file}:${at}`;
  const problems = [
    ...filled.missing.map((each) => notSet(field(each.pointer), each.name)),
    ...(parsed.success
      ? []
      : problemsOfIssues('CONFIG', parsed.error.issues, adjusted, (at) => ({ field: field(pointer(at)) }))),
  ];
  return problems.length > 0 || !parsed.success ? { file, problems } : { file, value: parsed.data, problems };
}

/** Every .yaml file of a folder, by name; a missing folder holds none. */
export function readYamlFolder<T>(
  root: string,
  folder: string,
  schema: z.ZodType<T>,
  environment: NodeJS.ProcessEnv,
): ReadFile<T>[] {
  const absolute = isAbsolute(folder) ? folder : join(root, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => readYaml(root, join(folder, name), schema, environment));
}

const notYaml = (field: string, value: string): Problem => ({
  code: 'CONFIG.NOT_YAML',
  field,
  value,
  message: { en: 'The file is not well-formed YAML.', fr: "Le fichier n'est pas un YAML bien formé." },
  remedy: { en: 'Correct the file at the place shown.', fr: "Corrigez le fichier à l'endroit indiqué." },
});

const notSet = (field: string, name: string): Problem => ({
  code: 'CONFIG.NOT_SET',
  field,
  value: name,
  message: {
    en: `The environment variable ${name} is not set and has no default.`,
    fr: `La variable d'environnement ${name} n'est pas définie et n'a pas de valeur par défaut.`,
  },
  remedy: {
    en: `Set ${name}, or write a value in the file.`,
    fr: `Définissez ${name}, ou écrivez une valeur dans le fichier.`,
  },
});
