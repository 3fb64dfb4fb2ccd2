import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { FacteurError } from '#kernel';
import { callerOf } from './access.guard.js';
import { Route, type RouteDescription } from './route.decorator.js';

/** Who asks for something to be done once: the tenant, the person, and the key of the request. */
export interface Asked {
  readonly tenantId: string;
  readonly person: string;
  readonly idempotencyKey?: string;
}

/** The caller of a keyed request with its `Idempotency-Key`. */
export const AskedBy = createParamDecorator((_: unknown, context: ExecutionContext): Asked => {
  const { tenantId, name } = callerOf(context);
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['idempotency-key'];
  const idempotencyKey = checkedKey(typeof header === 'string' ? header : undefined);
  return { tenantId, person: name, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) };
});

/** A request that does its work once for one `Idempotency-Key`, wholly or not at all. Needs `cash:write` unless said. */
export function KeyedRoute(
  route: Omit<RouteDescription, 'needs' | 'headers'> & Partial<RouteDescription>,
): MethodDecorator {
  return Route({
    needs: 'cash:write',
    headers: {
      'Idempotency-Key': 'Up to 200 characters: a repetition of the same request answers what the first one did.',
    },
    ...route,
    problems: {
      409: 'The key was used with another request',
      422: 'Not possible; nothing was done',
      ...route.problems,
    },
  });
}

/** @throws FacteurError `HTTP.IDEMPOTENCY_KEY` (input) when the key is too long or not printable. */
export function checkedKey(key: string | undefined): string | undefined {
  if (key === undefined || key === '') return undefined;
  if (key.length <= 200 && /^[\x21-\x7e]+$/.test(key)) return key;
  throw new FacteurError(
    'HTTP.IDEMPOTENCY_KEY',
    'input',
    'Idempotency-Key must be 1 to 200 printable characters without blanks',
  );
}
