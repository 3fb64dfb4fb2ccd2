import type { PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import { FacteurError, type Problem } from '#kernel';
import { pointer, problemsOfIssues } from '#order';

/** The request's bytes as they came; every media type is taken as it is and read by the route. */
export class BytesPipe implements PipeTransform<unknown, Uint8Array> {
  transform(value: unknown): Uint8Array {
    if (value instanceof Uint8Array && value.length > 0) return value;
    throw new FacteurError('HTTP.EMPTY_BODY', 'input', 'The request has no body');
  }
}

/** A JSON body checked by a zod schema; every problem is told at once. An empty body counts as `{}`. */
export class JsonPipe<T> implements PipeTransform<unknown, T> {
  constructor(private readonly schema: z.ZodType<T>) {}

  transform(value: unknown): T {
    return checked(this.schema, jsonOf(value), 'body');
  }
}

/** Query parameters checked by a zod schema. */
export class QueryPipe<T> implements PipeTransform<unknown, T> {
  constructor(private readonly schema: z.ZodType<T>) {}

  transform(value: unknown): T {
    return checked(this.schema, { ...(value as object) }, 'query');
  }
}

/** An id of ours in the path: anything else cannot exist. */
export class IdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(value)) return value;
    throw new FacteurError('HTTP.UNKNOWN_ID', 'not-found', 'Nothing has this id', { id: value.slice(0, 60) });
  }
}

/** A name in the path, such as a customer's reference: plain text of bounded length. */
export class NamePipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (/^[^\p{C}]{1,100}$/u.test(value)) return value;
    throw new FacteurError('HTTP.UNKNOWN_NAME', 'not-found', 'Nothing has this name', { name: value.slice(0, 60) });
  }
}

function jsonOf(value: unknown): unknown {
  if (!(value instanceof Uint8Array) || value.length === 0) return {};
  try {
    return JSON.parse(Buffer.from(value).toString('utf8'));
  } catch (error) {
    throw new FacteurError('HTTP.NOT_JSON', 'input', 'The body is not well-formed JSON', {
      at: (error as Error).message,
    });
  }
}

function checked<T>(schema: z.ZodType<T>, value: unknown, part: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems: Problem[] = problemsOfIssues('HTTP', parsed.error.issues, value, (path) => ({
    field: pointer(path) || '/',
  }));
  throw new FacteurError('HTTP.INVALID', 'input', `The ${part} of the request is not right`, { problems });
}
