import {
  PDFArray,
  PDFBool,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  PDFRawStream,
  PDFRef,
  PDFString,
  type PDFContext,
} from '@cantoo/pdf-lib';
import { PRODUCER } from '../container/hybrid-file.js';
import { srgbProfile } from '../container/srgb-profile.js';
import { xmpPacket } from '../container/xmp.js';
import { HYBRID_PROFILES } from '../hybrid-profile.table.js';
import type { EmbedInput } from './embed-into-pdf.js';

export interface CompletionFacts {
  /** The source has an output intent of its own. */
  readonly keepsIntent: boolean;
  /** 16 bytes. */
  readonly id: Uint8Array;
  /** Names of invoice files; any that the source holds are taken out. */
  readonly invoiceNames: ReadonlySet<string>;
}

const name = (text: string): PDFName => PDFName.of(text);

/** Adds to a checked PDF what makes it a hybrid. The source is known to be open, intact and free of blockers. */
export async function completePdf(input: EmbedInput, facts: CompletionFacts): Promise<Uint8Array> {
  const document = await PDFDocument.load(input.pdf, { updateMetadata: false });
  const { context, catalog } = document;
  const profile = HYBRID_PROFILES[input.profile];
  dropInvoices(context, catalog, facts.invoiceNames);
  const dates = { creationDate: input.createdAt, modificationDate: input.createdAt };
  await document.attach(input.xml, profile.fileName, {
    mimeType: 'text/xml',
    description: 'Factur-X invoice data',
    ...dates,
  });
  for (const { content, fileName, mimeType, description } of input.attachments ?? []) {
    await document.attach(content, fileName, { mimeType, description: description ?? fileName, ...dates });
  }
  document.setProducer(PRODUCER);
  document.setModificationDate(input.createdAt);
  await document.flush();
  setRelationships(context, catalog, input);
  if (!facts.keepsIntent) addOutputIntent(context, catalog);
  const title = document.getTitle() ?? profile.fileName;
  const packet = xmpPacket({
    title,
    author: document.getAuthor() ?? '',
    subject: document.getSubject() ?? title,
    language: input.language,
    producer: PRODUCER,
    createdAt: input.createdAt,
    fileName: profile.fileName,
    conformanceLevel: profile.conformanceLevel,
    conformance: 'B',
  });
  const metadata = PDFRawStream.of(context.obj({ Type: 'Metadata', Subtype: 'XML', Length: packet.length }), packet);
  catalog.set(name('Metadata'), context.register(metadata));
  mendFlags(context);
  const id = PDFHexString.of(Buffer.from(facts.id).toString('hex'));
  context.trailerInfo.ID = context.obj([id, id]);
  return document.save({ useObjectStreams: false, addDefaultPage: false, updateFieldAppearances: false });
}

/** Old invoice data must not stay beside the new: entries of the name tree and `/AF` with a known invoice name go. */
function dropInvoices(context: PDFContext, catalog: PDFDict, invoiceNames: ReadonlySet<string>): void {
  const isInvoice = (value: unknown): boolean => {
    const dict = value instanceof PDFDict ? value : undefined;
    const file = dict?.lookup(name('UF')) ?? dict?.lookup(name('F'));
    return (file instanceof PDFString || file instanceof PDFHexString) && invoiceNames.has(file.decodeText());
  };
  const dropped: PDFRef[] = [];
  const prune = (array: unknown, step: 1 | 2): void => {
    if (!(array instanceof PDFArray)) return;
    for (let index = array.size() - step; index >= 0; index -= step) {
      if (!isInvoice(array.lookup(index + step - 1))) continue;
      const reference = array.get(index + step - 1);
      if (reference instanceof PDFRef) dropped.push(reference);
      for (let count = 0; count < step; count += 1) array.remove(index);
    }
  };
  prune(catalog.lookup(name('AF')), 1);
  const walk = (node: unknown, depth: number): void => {
    if (!(node instanceof PDFDict) || depth > 8) return;
    prune(node.lookup(name('Names')), 2);
    const kids = node.lookup(name('Kids'));
    if (kids instanceof PDFArray)
      for (let index = 0; index < kids.size(); index += 1) walk(kids.lookup(index), depth + 1);
  };
  const names = catalog.lookup(name('Names'));
  if (names instanceof PDFDict) walk(names.lookup(name('EmbeddedFiles')), 0);
  // An orphan would still be an embedded file that nothing is associated with (ISO 19005-3, 6.8).
  for (const reference of dropped) context.delete(reference);
}

/** Every embedded file is associated with the document; `/AFRelationship` of the source's own attachments stays. */
function setRelationships(context: PDFContext, catalog: PDFDict, input: EmbedInput): void {
  const wanted = new Map<string, string>([
    [HYBRID_PROFILES[input.profile].fileName, HYBRID_PROFILES[input.profile].relationship],
  ]);
  for (const file of input.attachments ?? []) wanted.set(file.fileName, file.relationship ?? 'Supplement');
  const associated = context.obj([]);
  for (const [reference, object] of context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFDict) || !object.has(name('EF'))) continue;
    associated.push(reference);
    const file = object.lookup(name('UF')) ?? object.lookup(name('F'));
    const text = file instanceof PDFString || file instanceof PDFHexString ? file.decodeText() : '';
    const relationship = wanted.get(text) ?? (object.has(name('AFRelationship')) ? undefined : 'Unspecified');
    if (relationship !== undefined) object.set(name('AFRelationship'), name(relationship));
  }
  catalog.set(name('AF'), associated);
}

function addOutputIntent(context: PDFContext, catalog: PDFDict): void {
  const profile = context.register(context.flateStream(srgbProfile(), { N: 3 }));
  const intent = context.obj({ Type: 'OutputIntent', S: 'GTS_PDFA1', DestOutputProfile: profile });
  intent.set(name('OutputConditionIdentifier'), PDFString.of('sRGB IEC61966-2.1'));
  intent.set(name('Info'), PDFString.of('sRGB IEC61966-2.1'));
  catalog.set(name('OutputIntents'), context.obj([intent]));
}

/**
 * Repairs that nobody sees: annotations are printed and not hidden (ISO 19005-3, 6.3.2), images are not smoothed (6.2.8),
 * embedded CID TrueType fonts state their glyph map (6.2.11.3.2), the optional CIDSet, often incomplete, goes (6.2.11.4.2), forms do not ask for new appearances (6.4.1).
 */
function mendFlags(context: PDFContext): void {
  for (const [, object] of context.enumerateIndirectObjects()) {
    const dict = object instanceof PDFDict ? object : object instanceof PDFRawStream ? object.dict : undefined;
    if (!dict) continue;
    const subtype = dict.lookup(name('Subtype'));
    if (dict.has(name('Rect')) && subtype instanceof PDFName && subtype !== name('Popup')) {
      const flags = dict.lookup(name('F'));
      const value = flags instanceof PDFNumber ? flags.asNumber() : 0;
      dict.set(name('F'), PDFNumber.of((value | 4) & ~0b100011));
    }
    if (dict.has(name('CIDSet'))) dict.delete(name('CIDSet'));
    if (dict.has(name('Interpolate'))) dict.delete(name('Interpolate'));
    if (subtype === name('CIDFontType2') && !dict.has(name('CIDToGIDMap')))
      dict.set(name('CIDToGIDMap'), name('Identity'));
    if (dict.has(name('NeedAppearances'))) dict.set(name('NeedAppearances'), PDFBool.False);
  }
}
