import { Body, Controller, Inject, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Assembly } from '#assembly';
import { FacteurError, type Result } from '#kernel';
import { convertDocument, validateDocument, type DocumentFault } from '#flows';
import { ASSEMBLY } from '../assembly.token.js';
import { BytesPipe, QueryPipe } from '../http/input.js';
import { Route } from '../http/route.decorator.js';
import { findingView, packView } from './views.js';

const validateQuery = z.object({
  pack: z.string().max(200).default('auto').meta({ description: '`auto`, or names separated by commas' }),
});
const convertQuery = z.object({
  to: z.enum(['ubl', 'cii', 'json']),
});
const DOCUMENT_TYPES = ['application/xml', 'application/pdf', 'application/json'];

@ApiTags('documents')
@Controller('v1')
export class DocumentsController {
  constructor(@Inject(ASSEMBLY) private readonly assembly: Assembly) {}

  @Post('validate')
  @Route({
    id: 'validate',
    summary: 'Judge an invoice (UBL, CII, or a PDF with one inside) by the official rules',
    needs: 'read',
    body: DOCUMENT_TYPES,
    query: validateQuery,
    answer: z.object({
      syntax: z.string(),
      profile: z.string(),
      packs: z.array(packView),
      valid: z.boolean(),
      findings: z.array(findingView),
    }),
    problems: { 422: 'The content cannot be read' },
  })
  async validate(
    @Body(new BytesPipe()) bytes: Uint8Array,
    @Query(new QueryPipe(validateQuery)) query: z.output<typeof validateQuery>,
  ): Promise<unknown> {
    const packs = query.pack === 'auto' ? 'auto' : query.pack.split(',').map((name) => name.trim());
    return readable(await validateDocument(bytes, { packs }));
  }

  @Post('convert')
  @Route({
    id: 'convert',
    summary: 'Convert an invoice between UBL, CII and JSON; what cannot be carried is listed',
    needs: 'read',
    body: DOCUMENT_TYPES,
    query: convertQuery,
    answer: z.object({
      mediaType: z.string(),
      content: z.string(),
      lost: z.array(z.unknown()),
    }),
    problems: { 422: 'The content cannot be read' },
  })
  async convert(
    @Body(new BytesPipe()) bytes: Uint8Array,
    @Query(new QueryPipe(convertQuery)) query: z.output<typeof convertQuery>,
  ): Promise<unknown> {
    const { bytes: converted, mediaType, lost } = readable(await convertDocument(bytes, query.to));
    return { mediaType, content: Buffer.from(converted).toString('utf8'), lost };
  }
}

function readable<T>(result: Result<T, DocumentFault>): T {
  if (result.ok) return result.value;
  throw new FacteurError('DOCUMENT.UNREADABLE', 'refused', result.error.message.en, {
    fault: result.error.code,
    message: result.error.message,
    problems: result.error.problems,
  });
}
