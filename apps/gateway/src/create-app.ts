import 'reflect-metadata';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Assembly } from '#assembly';
import { newId } from '#kernel';
import { GatewayModule } from './gateway.module.js';
import { observeRequests } from './http/observe-requests.js';
import { serveApiDocs } from './open-api.js';

/** Builds the HTTP application on an assembled process, with the API pages when `servesDocs` is set; it does not listen yet. */
export async function createApp(
  assembly: Assembly,
  options: { imports?: NonNullable<DynamicModule['imports']>; servesDocs?: boolean } = {},
): Promise<NestFastifyApplication> {
  const { maxBodyBytes } = assembly.loaded.settings.server;
  const adapter = new FastifyAdapter({ bodyLimit: maxBodyBytes, genReqId: () => newId(), requestTimeout: 60_000 });
  const app = await NestFactory.create<NestFastifyApplication>(GatewayModule.of(assembly, options.imports), adapter, {
    bodyParser: false,
    logger: ['error', 'warn'],
  });
  // Every body is taken as bytes: what came in is stored before anything reads it.
  const fastify = adapter.getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxBodyBytes }, (_request, body, done) =>
    done(null, body),
  );
  observeRequests(fastify, assembly);
  if (options.servesDocs) serveApiDocs(app, assembly.version);
  await app.init();
  return app;
}
