import type { PdfFile } from './pdf-file.js';
import { PdfStream, PdfString, type PdfDict, type PdfValue } from './pdf-value.js';

/** A file inside a PDF, its bytes not yet decoded. */
export interface EmbeddedFile {
  /** As the PDF names it: for people only, never a path. */
  readonly fileName: string;
  readonly mimeType?: string;
  readonly description?: string;
  readonly relationship?: string;
  /** True when `/AFRelationship` is there but no name object. */
  readonly relationshipMistyped: boolean;
  readonly hasBothNames: boolean;
  readonly inNameTree: boolean;
  readonly associated: boolean;
  readonly stream: PdfStream;
}

const MAX_FILES = 1000;
const MAX_NODES = 10_000;

/** All embedded files: those of the name tree, then those that only `/AF` or an annotation of a page mentions. */
export function embeddedFiles(pdf: PdfFile): EmbeddedFile[] {
  const associated = new Set(pdf.array(pdf.catalog.get('AF')).map((value) => pdf.dict(value)));
  const named = nameTreeValues(pdf, pdf.dict(pdf.catalog.get('Names')).get('EmbeddedFiles'));
  const found = new Map<PdfDict, boolean>();
  for (const value of named) found.set(pdf.dict(value), true);
  for (const dict of associated) if (!found.has(dict)) found.set(dict, false);
  const files: EmbeddedFile[] = [];
  for (const [dict, inNameTree] of [...found].slice(0, MAX_FILES)) {
    const file = fileOf(pdf, dict, inNameTree, associated.has(dict));
    if (file) files.push(file);
  }
  return files;
}

/** The values of a name tree, its levels walked (ISO 32000-1, 7.9.6). */
function nameTreeValues(pdf: PdfFile, root: PdfValue | undefined): PdfValue[] {
  const values: PdfValue[] = [];
  const pending = [pdf.dict(root)];
  const seen = new Set<PdfDict>();
  while (pending.length > 0 && seen.size < MAX_NODES && values.length < MAX_FILES) {
    const node = pending.shift() as PdfDict;
    if (seen.has(node)) continue;
    seen.add(node);
    const names = pdf.array(node.get('Names'));
    for (let index = 1; index < names.length; index += 2) values.push(names[index] as PdfValue);
    for (const kid of pdf.array(node.get('Kids')).slice(0, MAX_FILES)) pending.push(pdf.dict(kid));
  }
  return values;
}

function fileOf(pdf: PdfFile, dict: PdfDict, inNameTree: boolean, associated: boolean): EmbeddedFile | undefined {
  const embedded = pdf.dict(dict.get('EF'));
  const stream = pdf.resolve(embedded.get('UF') ?? embedded.get('F'));
  if (!(stream instanceof PdfStream)) return undefined;
  const [plain, unicode] = [textAt(pdf, dict, 'F'), textAt(pdf, dict, 'UF')];
  const relationship = pdf.resolve(dict.get('AFRelationship'));
  return {
    fileName: unicode ?? plain ?? '',
    mimeType: pdf.name(stream.dict.get('Subtype')),
    description: textAt(pdf, dict, 'Desc'),
    relationship: relationship instanceof PdfString ? relationship.text() : pdf.name(relationship),
    relationshipMistyped: relationship !== undefined && pdf.name(relationship) === undefined,
    hasBothNames: plain !== undefined && unicode !== undefined,
    inNameTree,
    associated,
    stream,
  };
}

function textAt(pdf: PdfFile, dict: PdfDict, key: string): string | undefined {
  const value = pdf.resolve(dict.get(key));
  return value instanceof PdfString ? value.text() : undefined;
}
