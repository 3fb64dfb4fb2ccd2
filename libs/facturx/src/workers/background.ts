import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Piscina } from 'piscina';
import { FacteurError, type ErrorCategory } from '#kernel';
import { pack, unpack } from './pack.js';

/** Work on PDFs that would hold up everything else in the process. */
export type PdfTask = 'compose' | 'embed' | 'extract' | 'inspect' | 'compare';

/** What a worker answers: the value, or the error that was thrown there. */
export type PdfAnswer =
  | { readonly value: unknown }
  | {
      readonly thrown: {
        readonly code: string;
        readonly category: ErrorCategory;
        readonly message: string;
        readonly facts: Readonly<Record<string, unknown>>;
      };
    };

/** A PDF larger than this is read in a worker thread: some 5 ms of work on one core. */
export const INLINE_BYTES = 500_000;
/** An invoice of more lines is composed in a worker thread: some 5 ms of work. */
export const INLINE_LINES = 300;

const WORKER = fileURLToPath(new URL('./pdf-worker.js', import.meta.url));
let pool: Promise<Piscina> | undefined;

/** False where only sources are there (tests): a thread cannot load TypeScript, and work is done in place. */
export const hasWorkers = existsSync(WORKER);

/**
 * Runs a task in a worker thread (piscina, at most two, ended when idle) and gives its answer.
 * @throws FacteurError as the task would have thrown it here
 */
export async function inBackground<T>(task: PdfTask, ...values: readonly unknown[]): Promise<T> {
  pool ??= import('piscina').then(
    ({ Piscina: Pool }) => new Pool({ filename: WORKER, minThreads: 0, maxThreads: 2, idleTimeout: 5000 }),
  );
  const answer = (await (await pool).run({ task, values: values.map(pack) })) as PdfAnswer;
  if ('value' in answer) return unpack(answer.value) as T;
  const { code, category, message, facts } = answer.thrown;
  throw new FacteurError(code, category, message, facts);
}

/** How many tasks worker threads of this process have done; for tests and figures. */
export async function backgroundCount(): Promise<number> {
  return pool === undefined ? 0 : (await pool).completed;
}
