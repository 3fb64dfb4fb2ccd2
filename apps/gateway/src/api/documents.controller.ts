import { Body, Controller, Headers, Inject, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Assembly } from '#assembly';
import { HYBRID_PROFILES, hybridProfileNamed } from '#facturx';
import { convertDocument, convertToHybrid, validateDocument, type Converted, type DocumentFault } from '#flows';
import { FacteurError, localDateOf, type Result } from '#kernel';
import { ASSEMBLY } from '../assembly.token.js';
import { BytesPipe, QueryPipe } from '../http/input.js';
import { isMultipart, readParts } from '../http/multipart.js';
import { Route } from '../http/route.decorator.js';
import { dateInput } from './money-input.js';
import { sendFile } from './send-file.js';
import { findingView, packView } from './views.js';

const validateQuery = z.object({
  pack: z
    .string()
    .max(200)
    .default('auto')
    .meta({ description: '`auto`, or names separated by commas; `name@version` for one version' }),
  on: dateInput.optional().meta({ description: 'By the rules valid on this day; without it, by those in force' }),
});
const PROFILE_IDS = Object.keys(HYBRID_PROFILES).join(', ');
const convertQuery = z.object({
  to: z.enum(['ubl', 'cii', 'json', 'facturx']),
  profile: z
    .string()
    .transform((name, issues) => {
      const id = hybridProfileNamed(name);
      if (id === undefined) issues.addIssue({ code: 'custom', message: `One of ${PROFILE_IDS}` });
      return id;
    })
    .optional()
    .meta({ description: `Of Factur-X: ${PROFILE_IDS}. Without it the one that BT-24 names, else EN16931` }),
  lang: z.enum(['en', 'fr', 'fr-en']).default('fr').meta({ description: 'Language of the Factur-X page' }),
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
    const asOf = localDateOf(this.assembly.context.clock.now());
    return readable(await validateDocument(bytes, { packs, asOf, ...(query.on && { on: query.on }) }));
  }

  @Post('convert')
  @Route({
    id: 'convert',
    summary: 'Convert an invoice between UBL, CII, JSON and Factur-X; what cannot be carried is listed',
    description:
      'The body is the invoice, or `multipart/form-data` with the part `invoice` and, for Factur-X on your own page, the part `page`. ' +
      'The answer is JSON; with an `Accept` that names the target (`application/pdf`, `application/xml`) it is the document itself, ' +
      'and the header `facteur-lost` counts what was not carried.',
    needs: 'read',
    body: [...DOCUMENT_TYPES, 'multipart/form-data'],
    query: convertQuery,
    answer: z.object({
      mediaType: z.string(),
      encoding: z.enum(['utf8', 'base64']).meta({ description: 'Of `content`; `base64` for a PDF' }),
      content: z.string(),
      lost: z.array(z.unknown()),
    }),
    problems: { 422: 'The content cannot be read, or the page cannot become PDF/A-3: every reason is told' },
  })
  async convert(
    @Body(new BytesPipe()) body: Uint8Array,
    @Query(new QueryPipe(convertQuery)) query: z.output<typeof convertQuery>,
    @Headers() headers: { accept?: string; 'content-type'?: string },
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const { invoice, page } = await partsOf(body, headers['content-type']);
    const { clock } = this.assembly.context;
    const converted = readable(
      query.to === 'facturx'
        ? await convertToHybrid(invoice, { profile: query.profile, language: query.lang, page }, clock)
        : await convertDocument(invoice, query.to),
    );
    const { bytes, mediaType, lost } = converted;
    if (mediaType === 'application/json' || !headers.accept?.includes(mediaType)) return viewOfConversion(converted);
    void reply.header('facteur-lost', String(lost.length));
    sendFile(reply, bytes, { mediaType, fileName: `invoice.${mediaType === 'application/pdf' ? 'pdf' : 'xml'}` });
    return undefined;
  }
}

function viewOfConversion({ bytes, mediaType, lost }: Converted) {
  const encoding = mediaType === 'application/pdf' ? 'base64' : 'utf8';
  return { mediaType, encoding, content: Buffer.from(bytes).toString(encoding), lost };
}

async function partsOf(body: Uint8Array, contentType: string | undefined) {
  if (!isMultipart(contentType)) return { invoice: body, page: undefined };
  const parts = await readParts(body, contentType);
  const invoice = parts.get('invoice');
  if (invoice) return { invoice, page: parts.get('page') };
  throw new FacteurError('HTTP.PART_MISSING', 'input', 'The part `invoice` is missing', { part: 'invoice' });
}

/** @throws FacteurError `DOCUMENT.UNREADABLE` (refused) with the fault and every problem. */
export function readable<T>(result: Result<T, DocumentFault>): T {
  if (result.ok) return result.value;
  throw new FacteurError('DOCUMENT.UNREADABLE', 'refused', result.error.message.en, {
    fault: result.error.code,
    message: result.error.message,
    problems: result.error.problems,
  });
}
