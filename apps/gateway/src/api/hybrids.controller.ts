import { Body, Controller, Headers, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { extractFiles, inspectDocument } from '#flows';
import { BytesPipe, QueryPipe } from '../http/input.js';
import { Route } from '../http/route.decorator.js';
import { readable } from './documents.controller.js';
import { extractionView, inspectionView, viewOfExtraction, viewOfInspection } from './hybrid-views.js';
import { sendFile } from './send-file.js';

const inspectQuery = z.object({
  compare: z
    .enum(['true', 'false'])
    .default('false')
    .meta({ description: 'Does the printed page say what the XML says?' }),
});
const PDF = ['application/pdf'];

/** What a hybrid PDF (Factur-X, ZUGFeRD, XRechnung) holds. */
@ApiTags('documents')
@Controller('v1')
export class HybridsController {
  @Post('inspect')
  @Route({
    id: 'inspect',
    summary: 'Say what is inside a Factur-X PDF, and whether container, content and page are sound',
    needs: 'read',
    body: PDF,
    query: inspectQuery,
    answer: inspectionView,
    problems: { 422: 'The content is no PDF that can be read' },
  })
  async inspect(
    @Body(new BytesPipe()) bytes: Uint8Array,
    @Query(new QueryPipe(inspectQuery)) query: z.output<typeof inspectQuery>,
  ): Promise<unknown> {
    return viewOfInspection(readable(await inspectDocument(bytes, { compare: query.compare === 'true' })));
  }

  @Post('extract')
  @Route({
    id: 'extract',
    summary: 'Take the XML and the other files out of a Factur-X PDF',
    description: 'JSON with every file in base64; with `Accept: application/xml` the invoice XML itself.',
    needs: 'read',
    body: PDF,
    answer: extractionView,
    problems: { 422: 'There is no invoice inside, or it cannot be told which one counts' },
  })
  async extract(
    @Body(new BytesPipe()) bytes: Uint8Array,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const extracted = readable(await extractFiles(bytes));
    if (!accept?.includes('application/xml')) return viewOfExtraction(extracted);
    sendFile(reply, extracted.xml, { mediaType: 'application/xml', fileName: 'invoice.xml' });
    return undefined;
  }
}
