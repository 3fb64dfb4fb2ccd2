import { applyDecorators, HttpCode } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiSecurity } from '@nestjs/swagger';
import { z } from 'zod';
import type { Role } from '#ports';
import { Needs } from './access.guard.js';

export interface RouteDescription {
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  readonly needs: Role | 'nothing';
  readonly status?: number;
  /** What 200 means where a repetition is answered with it instead of `status`. */
  readonly repeated?: string;
  /** A zod schema for JSON, or the media types of a body taken as it is. */
  readonly body?: z.ZodType | readonly string[];
  readonly query?: z.ZodObject;
  readonly params?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** A zod schema for JSON, or the media types of a raw answer. */
  readonly answer?: z.ZodType | readonly string[];
  /** Problem statuses beside 400, 401 and 403. */
  readonly problems?: Readonly<Record<number, string>>;
}

type JsonSchema = Parameters<typeof ApiBody>[0] extends { schema?: infer S } ? S : never;

/** JSON Schema of a zod type for OpenAPI 3.1. Answers are open: members may come to them without a new version of the API. */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
    override: ({ jsonSchema }) => {
      if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return rest as JsonSchema;
}

/** Says everything about a route once: role, status and OpenAPI come from the same place. */
export function Route(route: RouteDescription): MethodDecorator {
  return applyDecorators(
    Needs(route.needs),
    HttpCode(route.status ?? 200),
    ApiOperation({ operationId: route.id, summary: route.summary, description: route.description ?? '' }),
    ...(route.needs === 'nothing' ? [] : [ApiSecurity('apiKey')]),
    ...bodyOf(route),
    ...Object.entries(route.params ?? {}).map(([name, description]) =>
      ApiParam({ name, description, schema: { type: 'string' } }),
    ),
    ...Object.entries(route.headers ?? {}).map(([name, description]) =>
      ApiHeader({ name, description, required: false, schema: { type: 'string' } }),
    ),
    ...queryOf(route),
    answerOf(route),
    ...(route.repeated === undefined ? [] : [answerOf({ ...route, status: 200 }, route.repeated)]),
    ...Object.entries({ 400: 'The request is not right', ...keyProblems(route), ...route.problems }).map(
      ([status, description]) =>
        ApiResponse({
          status: Number(status),
          description,
          content: { 'application/problem+json': { schema: PROBLEM_SCHEMA } },
        }),
    ),
  );
}

function keyProblems(route: RouteDescription): Record<number, string> {
  return route.needs === 'nothing'
    ? {}
    : { 401: 'API key missing or unknown', 403: `The key lacks the role ${route.needs}` };
}

function bodyOf({ body }: RouteDescription): MethodDecorator[] {
  if (body === undefined) return [];
  if (isMediaTypes(body)) {
    // Nest takes one schema for a body; the media types stand in the operation through its description.
    return [ApiBody({ description: body.join(', '), schema: { type: 'string', format: 'binary' } })];
  }
  return [ApiBody({ schema: jsonSchemaOf(body, 'input') })];
}

function queryOf({ query }: RouteDescription): MethodDecorator[] {
  if (!query) return [];
  return Object.entries(query.shape).map(([name, schema]) =>
    ApiQuery({ name, required: false, schema: jsonSchemaOf(schema as z.ZodType, 'input') }),
  );
}

function answerOf({ answer, status }: RouteDescription, description = 'Done'): MethodDecorator {
  const base = { status: status ?? 200, description };
  if (answer === undefined) return ApiResponse(base);
  if (isMediaTypes(answer)) {
    const content = Object.fromEntries(answer.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]));
    return ApiResponse({ ...base, content });
  }
  return ApiResponse({ ...base, content: { 'application/json': { schema: jsonSchemaOf(answer, 'output') } } });
}

function isMediaTypes(value: z.ZodType | readonly string[]): value is readonly string[] {
  return Array.isArray(value);
}

const PROBLEM_SCHEMA = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    code: { type: 'string', description: 'Stable; script against it.' },
    problems: { type: 'array', items: { type: 'object' }, description: 'Everything that is wrong, at once.' },
  },
};
