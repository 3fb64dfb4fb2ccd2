import { PDFDocument, PDFHeader, PDFHexString, PDFRawStream } from '@cantoo/pdf-lib';
import { PRODUCER } from '../container/hybrid-file.js';
import { xmpPacket } from '../container/xmp.js';
import { HYBRID_PROFILES } from '../hybrid-profile.table.js';
import { associateFiles, dropInvoices } from './associate-files.js';
import type { EmbedInput } from './embed-into-pdf.js';
import { addDefaultRgb, freshInformation, mendCatalog, mendPages, setOutputIntent } from './mend-document.js';
import { mendObjects } from './mend-objects.js';
import { name } from './pdf-objects.js';

export interface CompletionFacts {
  /** The source has a sound output intent of its own that fits its colours. */
  readonly keepsIntent: boolean;
  /** RGB colours need sRGB as their meaning beside a CMYK output intent. */
  readonly defaultRgb: boolean;
  /** 16 bytes. */
  readonly id: Uint8Array;
  /** Names of invoice files; any that the source holds are taken out. */
  readonly invoiceNames: ReadonlySet<string>;
}

/** Adds to a checked PDF what makes it a hybrid. The source is known to be open, intact and free of faults beyond repair. */
export async function completePdf(input: EmbedInput, facts: CompletionFacts): Promise<Uint8Array> {
  const document = await PDFDocument.load(input.pdf, { updateMetadata: false });
  const { context, catalog } = document;
  context.header = PDFHeader.forVersion(1, 7);
  const { Title, Author, Subject } = freshInformation(context, PRODUCER, input.createdAt);
  dropInvoices(context, catalog, facts.invoiceNames);
  await attachFiles(document, input);
  mendPages(document);
  mendCatalog(context, catalog);
  setOutputIntent(context, catalog, facts.keepsIntent);
  if (facts.defaultRgb) addDefaultRgb(context);
  const profile = HYBRID_PROFILES[input.profile];
  const title = Title || profile.fileName;
  const packet = xmpPacket({
    title,
    author: Author ?? '',
    subject: Subject || title,
    language: input.language,
    producer: PRODUCER,
    createdAt: input.createdAt,
    fileName: profile.fileName,
    conformanceLevel: profile.conformanceLevel,
    conformance: 'B',
  });
  const metadata = PDFRawStream.of(context.obj({ Type: 'Metadata', Subtype: 'XML', Length: packet.length }), packet);
  catalog.set(name('Metadata'), context.register(metadata));
  associateFiles(context, catalog, input);
  mendObjects(context, catalog);
  const id = PDFHexString.of(Buffer.from(facts.id).toString('hex'));
  context.trailerInfo.ID = context.obj([id, id]);
  return document.save({ useObjectStreams: false, addDefaultPage: false, updateFieldAppearances: false });
}

async function attachFiles(document: PDFDocument, input: EmbedInput): Promise<void> {
  const dates = { creationDate: input.createdAt, modificationDate: input.createdAt };
  await document.attach(input.xml, HYBRID_PROFILES[input.profile].fileName, {
    mimeType: 'text/xml',
    description: 'Factur-X invoice data',
    ...dates,
  });
  for (const { content, fileName, mimeType, description } of input.attachments ?? []) {
    await document.attach(content, fileName, { mimeType, description: description ?? fileName, ...dates });
  }
  await document.flush();
}
