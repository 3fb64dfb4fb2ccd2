import { existsSync, readFileSync } from 'node:fs';
import { FacteurError } from '#kernel';
import type { Secrets } from '#ports';

/**
 * Secrets from the environment: `FACTEUR_SECRET_<NAME>` holds the value, or `FACTEUR_SECRET_<NAME>_FILE` the path of a file that
 * does (as container platforms mount them).
 */
export function environmentSecrets(environment: NodeJS.ProcessEnv): Secrets {
  const read = (name: string): string | undefined => {
    const value = environment[`FACTEUR_SECRET_${name}`];
    if (value !== undefined && value !== '') return value;
    const file = environment[`FACTEUR_SECRET_${name}_FILE`];
    return file !== undefined && existsSync(file) ? readFileSync(file, 'utf8').replace(/\r?\n$/, '') : undefined;
  };
  return {
    has: (name) => read(name) !== undefined,
    get: (name) => {
      const value = read(name);
      if (value === undefined) {
        throw new FacteurError(
          'SECRET.MISSING',
          'precondition',
          `The secret ${name} is not set (FACTEUR_SECRET_${name})`,
          {
            secret: name,
          },
        );
      }
      return value;
    },
  };
}
