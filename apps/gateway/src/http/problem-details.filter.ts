import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { asFacteurError, type ErrorCategory, type FacteurError } from '#kernel';
import type { Log } from '#ports';

/** The one table from an error's category to its HTTP status. */
const STATUS: Readonly<Record<ErrorCategory, number>> = {
  input: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  precondition: 409,
  'too-large': 413,
  'rate-limited': 429,
  refused: 422,
  unavailable: 503,
  timeout: 504,
  defect: 500,
};

/** RFC 9457. `code` is stable; `detail` of a defect says nothing of the inside, the log has it under the same request id. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
  readonly [member: string]: unknown;
}

/** Turns whatever was thrown into problem details. */
@Catch()
export class ProblemDetailsFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = this.problemOf(thrown, request);
    void reply.status(problem.status).header('content-type', 'application/problem+json').send(JSON.stringify(problem));
  }

  private problemOf(thrown: unknown, request: FastifyRequest): ProblemDetails {
    const instance = `/requests/${request.id}`;
    if (thrown instanceof HttpException) return fromHttp(thrown, instance);
    const status = fastifyStatus(thrown);
    if (status !== undefined) return fromFastify(thrown as Error & { code: string }, status, instance);
    const error = asFacteurError(thrown);
    if (error.category === 'defect') {
      this.log.error('request.failed', { requestId: request.id, code: error.code, stack: stackOf(error) });
    }
    return fromError(error, instance);
  }
}

function fromError(error: FacteurError, instance: string): ProblemDetails {
  const isDefect = error.category === 'defect';
  return {
    ...(isDefect ? {} : error.facts),
    type: `urn:facteur:problem:${error.code}`,
    title: TITLES[error.category],
    status: STATUS[error.category],
    detail: isDefect ? 'Something went wrong on our side; the log has it under this instance.' : error.message,
    instance,
    code: error.code,
  };
}

function fromHttp(exception: HttpException, instance: string): ProblemDetails {
  const status = exception.getStatus();
  const code = `HTTP.${status}`;
  return {
    type: `urn:facteur:problem:${code}`,
    title: exception.message,
    status,
    detail: exception.message,
    instance,
    code,
  };
}

function fromFastify(error: Error & { code: string }, status: number, instance: string): ProblemDetails {
  const code = `HTTP.${status}`;
  return { type: `urn:facteur:problem:${code}`, title: error.message, status, detail: error.message, instance, code };
}

/** Fastify's own refusals (body too large, bad content length) carry a status below 500. */
function fastifyStatus(thrown: unknown): number | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown) || !('statusCode' in thrown))
    return undefined;
  const { code, statusCode } = thrown;
  const isOurs = typeof code === 'string' && code.startsWith('FST_') && typeof statusCode === 'number';
  return isOurs && statusCode < 500 ? statusCode : undefined;
}

function stackOf(error: FacteurError): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${error.cause.stack ?? error.cause.message}` : '';
  return `${error.stack ?? error.message}${cause}`;
}

const TITLES: Readonly<Record<ErrorCategory, string>> = {
  input: 'The request is not right',
  unauthenticated: 'Who are you?',
  forbidden: 'This key may not do that',
  'not-found': 'Not found',
  conflict: 'Conflict',
  precondition: 'Not possible in the present state',
  'too-large': 'Too large',
  'rate-limited': 'Too many requests',
  refused: 'Refused',
  unavailable: 'Not available at the moment',
  timeout: 'Timed out',
  defect: 'Internal error',
};
