import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import pg from 'pg';

export type Mode = 'embedded' | 'scaled';

/** Number of the Redis database; the suites of test/integration use 0. */
const REDIS_DATABASE = 5;

/** Whether the services that the scaled mode needs are there. */
export function hasServices(): boolean {
  return Boolean(process.env['DATABASE_URL']) && Boolean(process.env['REDIS_URL']);
}

/**
 * What makes the mode, as environment variables. Embedded: neither PostgreSQL nor Redis. Scaled: a new database, a Redis database
 * of its own, and a gateway that leaves the jobs to workers.
 */
export async function environmentOf(mode: Mode, directory: string): Promise<NodeJS.ProcessEnv> {
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, ...rest } = process.env;
  if (mode === 'embedded') return rest;
  if (!databaseUrl || !redisUrl) throw new Error('The scaled mode needs DATABASE_URL and REDIS_URL');
  const redis = new URL(redisUrl);
  redis.pathname = `/${REDIS_DATABASE}`;
  return {
    ...rest,
    DATABASE_URL: await newDatabase(databaseUrl),
    REDIS_URL: redis.href,
    FACTEUR_CONFIG: relative(process.cwd(), configurationWithoutJobs(directory)),
  };
}

async function newDatabase(databaseUrl: string): Promise<string> {
  const name = `facteur_e2e_${randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** The shipped configuration with the one change that a deployment with workers makes. */
function configurationWithoutJobs(directory: string): string {
  const file = join(directory, 'facteur.yaml');
  writeFileSync(file, `${readFileSync('config/facteur.yaml', 'utf8')}\njobs:\n  inGateway: false\n`);
  return file;
}
