import pg from 'pg';
import { newId } from '#kernel';

/** The URLs of the private services; without them the suite fails rather than skip itself. */
export function serviceUrls(): { databaseUrl: string; redisUrl: string } {
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = process.env;
  if (!databaseUrl || !redisUrl)
    throw new Error('DATABASE_URL and REDIS_URL are not set: run this suite through test/integration/services.sh');
  return { databaseUrl, redisUrl };
}

/** A new, empty database on the server. Many suites may share one server and see nothing of each other. */
export async function newDatabase(): Promise<string> {
  const { databaseUrl } = serviceUrls();
  const name = `facteur_${newId().replaceAll('-', '')}`;
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  return url.href;
}
