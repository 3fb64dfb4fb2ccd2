import { types } from 'node:util';

/** True for any error object, also one from another realm, where `instanceof` fails. */
export function isError(thrown: unknown): thrown is Error {
  return thrown instanceof Error || types.isNativeError(thrown);
}

/** The code of a system or driver error: `ENOENT`, `23505` … */
export function errorCode(thrown: unknown): string | undefined {
  const code = isError(thrown) && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
