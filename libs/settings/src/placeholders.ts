/** `${NAME}` or `${NAME:-default}`; the default may be empty, or hold placeholders of its own, one level deep. */
const PLACEHOLDER = /\$\{([A-Z][A-Z0-9_]*)(?::-((?:[^{}]|\$\{[^{}]*\})*))?\}/g;

export interface Filled {
  readonly value: unknown;
  /** Where a name without default is not set, as `/path/of/value: NAME`. */
  readonly missing: readonly { readonly pointer: string; readonly name: string }[];
}

/** Fills placeholders in every text of a parsed YAML tree from the environment. Names and structure are never touched. */
export function fillPlaceholders(tree: unknown, environment: NodeJS.ProcessEnv): Filled {
  const missing: { pointer: string; name: string }[] = [];
  const fill = (value: unknown, pointer: string): unknown => {
    if (typeof value === 'string') {
      return value.replace(PLACEHOLDER, (_, name: string, fallback: string | undefined) => {
        const set = environment[name];
        if (set !== undefined && set !== '') return set;
        if (fallback === undefined) missing.push({ pointer, name });
        return fallback === undefined ? '' : String(fill(fallback, pointer));
      });
    }
    if (Array.isArray(value)) return value.map((each, index) => fill(each, `${pointer}/${index}`));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fill(each, `${pointer}/${key}`)]));
    }
    return value;
  };
  return { value: fill(tree, ''), missing };
}
