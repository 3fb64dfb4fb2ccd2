import { DrizzleQueryError } from 'drizzle-orm';
import { FacteurError, type ErrorCategory } from '#kernel';
import { errorCode, isError } from './thrown.js';

/** The shape of an SQLSTATE (PostgreSQL, appendix A); tells it from the codes of file system errors. */
const SQLSTATE = /^(?:[0-9][0-9A-Z]|F0|HV|P0|XX)[0-9A-Z]{3}$/;
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';

const BY_STATE: Readonly<Record<string, readonly [string, ErrorCategory, string]>> = {
  '22021': ['STORE.TEXT', 'input', 'A text holds a character that cannot be stored'],
  '23505': ['STORE.DUPLICATE', 'conflict', 'A row with this key exists already'],
  '23503': ['STORE.BROKEN_REFERENCE', 'defect', 'A row refers to one that does not exist'],
  '23514': ['STORE.CHECK_FAILED', 'defect', 'A row breaks a rule of its table'],
  '23001': ['STORE.APPEND_ONLY', 'defect', 'Rows that are evidence are never changed or removed'],
  '42501': ['STORE.FORBIDDEN', 'forbidden', 'The row belongs to another tenant, or may not be changed'],
  '53100': ['STORE.DISK_FULL', 'unavailable', 'The disk of the database is full'],
  '57014': ['STORE.TIMED_OUT', 'unavailable', 'The database took too long and the statement was cancelled'],
};

const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']);

/** True when another transaction won and the same work may succeed when it is done again from the start. */
export function isLostRace(thrown: unknown): boolean {
  const state = errorCode(root(thrown));
  return state === SERIALIZATION_FAILURE || state === DEADLOCK;
}

/**
 * What a driver threw, as a FacteurError; what the work itself threw, unchanged. The driver's own wrapping is dropped: it quotes the parameters, and with them
 * documents and personal data.
 */
export function asStoreError(thrown: unknown): Error {
  const cause = root(thrown);
  if (cause instanceof FacteurError) return cause;
  if (!isError(cause))
    return new FacteurError('STORE.FAILED', 'defect', 'The work of a transaction failed', {}, { cause });
  if (!isDriverError(cause)) return cause;
  const state = errorCode(cause) ?? '';
  const known = BY_STATE[state];
  const facts = { sqlState: state, ...textFact(cause, 'table'), ...textFact(cause, 'constraint') };
  if (known) return new FacteurError(known[0], known[1], known[2], facts, { cause });
  if (isOutage(cause, state))
    return new FacteurError('STORE.UNAVAILABLE', 'unavailable', 'The database cannot be reached', facts, { cause });
  return new FacteurError('STORE.FAILED', 'defect', `The database refused a statement: ${cause.message}`, facts, {
    cause,
  });
}

/** A commit whose answer never came: it may have happened. */
export function asCommitError(thrown: unknown): Error {
  const error = asStoreError(thrown);
  if (!(error instanceof FacteurError) || error.code !== 'STORE.UNAVAILABLE') return error;
  return new FacteurError(
    'STORE.COMMIT_UNKNOWN',
    'timeout',
    'The connection was lost while committing; the change may or may not have been made',
    error.facts,
    { cause: error.cause },
  );
}

function root(thrown: unknown): unknown {
  return thrown instanceof DrizzleQueryError && thrown.cause ? thrown.cause : thrown;
}

function isDriverError(error: Error): boolean {
  const state = errorCode(error);
  return (
    (state !== undefined && (SQLSTATE.test(state) || NETWORK.has(state))) ||
    /connection terminated|client has encountered a connection error|timeout exceeded when trying to connect|PGlite is closed/i.test(
      error.message,
    )
  );
}

/** Class 08 connection, 53 resources, 57P operator intervention; or no SQLSTATE at all: the network. */
function isOutage(error: Error, state: string): boolean {
  return /^(08|53|57P)/.test(state) || !SQLSTATE.test(state) || NETWORK.has(state);
}

function textFact(error: Error, name: string): Record<string, string> {
  const value: unknown = Object.entries(error).find(([key]) => key === name)?.[1];
  return typeof value === 'string' ? { [name]: value } : {};
}
