import {
  createParamDecorator,
  SetMetadata,
  type CanActivate,
  type CustomDecorator,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { authenticate, isAllowed } from '#access';
import { FacteurError } from '#kernel';
import type { ApiKeyStore, Caller, Role } from '#ports';
import { currentScope } from '#telemetry';

const NEEDS = 'facteur:role';

/** What a route needs; a route that does not say is closed to everybody but `admin`. */
export const Needs = (role: Role | 'nothing'): CustomDecorator => SetMetadata(NEEDS, role);

type AuthenticatedRequest = FastifyRequest & { caller?: Caller };

/** The authenticated caller of a request. */
export function callerOf(context: ExecutionContext): Caller {
  const { caller } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!caller)
    throw new FacteurError('ACCESS.NO_CALLER', 'defect', 'A route without authentication asks for its caller');
  return caller;
}

export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext) => callerOf(context));

/** The API key as the caller presented it; for what is derived from it and never kept. */
export const PresentedKey = createParamDecorator(
  (_: unknown, context: ExecutionContext) => presentedKey(context.switchToHttp().getRequest<FastifyRequest>()) ?? '',
);

/** Checks the API key (`Authorization: Bearer fk_…` or `X-Api-Key`) and its roles. */
export class AccessGuard implements CanActivate {
  private readonly reflector = new Reflector();

  constructor(private readonly keys: ApiKeyStore) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const role =
      this.reflector.getAllAndOverride<Role | 'nothing' | undefined>(NEEDS, [
        context.getHandler(),
        context.getClass(),
      ]) ?? 'admin';
    if (role === 'nothing') return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const caller = await authenticate(this.keys, presentedKey(request));
    if (!isAllowed(caller, role)) {
      throw new FacteurError('ACCESS.ROLE_MISSING', 'forbidden', `This needs a key with the role ${role}`, { role });
    }
    request.caller = caller;
    currentScope().tenantId = caller.tenantId;
    return true;
  }
}

function presentedKey(request: FastifyRequest): string | undefined {
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const header = request.headers['x-api-key'];
  return bearer ?? (typeof header === 'string' ? header : undefined);
}
