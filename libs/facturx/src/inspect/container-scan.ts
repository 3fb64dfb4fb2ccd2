import type { PdfFile } from '../reader/pdf-file.js';
import { pagesOf } from '../reader/page-tree.js';
import { PdfSyntaxError } from '../reader/pdf-lexer.js';
import { isDict, PdfStream, type PdfDict, type PdfValue } from '../reader/pdf-value.js';

/** What a walk over all objects of a file found. Places are told as object numbers. */
export interface ContainerScan {
  readonly fontsNotEmbedded: readonly string[];
  readonly activeContent: readonly string[];
  readonly forbiddenStreams: readonly string[];
  readonly unreadableObjects: number;
}

const MAX_OBJECTS = 200_000;
const ACTIONS: ReadonlySet<string> = new Set([
  'JavaScript',
  'Launch',
  'Sound',
  'Movie',
  'ResetForm',
  'ImportData',
  'Hide',
  'Rendition',
  'Trans',
  'SetOCGState',
  'GoTo3DView',
]);

/** Looks at every object once: fonts, actions, stream filters. */
export function scanContainer(pdf: PdfFile): ContainerScan {
  const active: string[] = [];
  const streams: string[] = [];
  let unreadable = 0;
  for (const number of pdf.objectNumbers().slice(0, MAX_OBJECTS)) {
    const value = readable(pdf, number);
    if (value === 'unreadable') {
      unreadable += 1;
      continue;
    }
    const dict = value instanceof PdfStream ? value.dict : value;
    if (!isDict(dict)) continue;
    const where = ` (object ${number})`;
    for (const found of activeEntries(pdf, dict)) active.push(found + where);
    if (value instanceof PdfStream && badStream(pdf, dict)) streams.push(`stream${where}`);
  }
  return {
    fontsNotEmbedded: fontsNotEmbedded(pdf),
    activeContent: active,
    forbiddenStreams: streams,
    unreadableObjects: unreadable,
  };
}

function readable(pdf: PdfFile, number: number): PdfValue | undefined | 'unreadable' {
  try {
    return pdf.object(number);
  } catch (error) {
    if (error instanceof PdfSyntaxError) return 'unreadable';
    throw error;
  }
}

/** Fonts that pages and the forms drawn on them name; those of an unused form dictionary do not matter. */
function fontsNotEmbedded(pdf: PdfFile): string[] {
  const missing = new Map<PdfDict, string>();
  const seen = new Set<PdfDict>();
  const walk = (resources: PdfDict, page: number): void => {
    if (seen.has(resources) || seen.size > MAX_OBJECTS) return;
    seen.add(resources);
    for (const value of pdf.dict(resources.get('Font')).values()) {
      const font = pdf.dict(value);
      const descendant = pdf.dict(pdf.array(font.get('DescendantFonts'))[0]);
      const name = unembeddedFont(pdf, descendant.size > 0 ? descendant : font);
      if (name !== undefined && !missing.has(font)) missing.set(font, `${name} (page ${page})`);
    }
    for (const key of ['XObject', 'Pattern']) {
      for (const value of pdf.dict(resources.get(key)).values()) walk(pdf.dict(pdf.dict(value).get('Resources')), page);
    }
  };
  pagesOf(pdf).forEach(({ page, resources }, index) => {
    walk(resources, index + 1);
    for (const annotation of pdf.array(page.get('Annots'))) {
      const appearance = pdf.dict(pdf.dict(pdf.dict(annotation).get('AP')).get('N'));
      walk(pdf.dict(appearance.get('Resources')), index + 1);
    }
  });
  return [...missing.values()];
}

/** The name of a font whose program is not in the file; Type 3 fonts carry their glyphs, Type 0 ones their descendants. */
function unembeddedFont(pdf: PdfFile, dict: PdfDict): string | undefined {
  const subtype = pdf.name(dict.get('Subtype'));
  const type = pdf.name(dict.get('Type'));
  if (type !== 'Font' || subtype === 'Type0' || subtype === 'Type3') return undefined;
  const descriptor = pdf.dict(dict.get('FontDescriptor'));
  if (['FontFile', 'FontFile2', 'FontFile3'].some((key) => pdf.resolve(descriptor.get(key)) instanceof PdfStream))
    return undefined;
  return (pdf.name(dict.get('BaseFont')) ?? 'font').slice(0, 80);
}

function activeEntries(pdf: PdfFile, dict: PdfDict): string[] {
  const found: string[] = [];
  const action = pdf.name(dict.get('S'));
  if (action !== undefined && ACTIONS.has(action) && (dict.has('JS') || dict.has('F') || action !== 'Trans'))
    found.push(action);
  const type = pdf.name(dict.get('Type'));
  if (dict.has('AA') && (type === 'Catalog' || type === 'Page' || dict.has('FT'))) found.push('AA');
  if (dict.has('XFA')) found.push('XFA');
  if (dict.has('JavaScript') && !dict.has('S')) found.push('JavaScript');
  return found;
}

function badStream(pdf: PdfFile, dict: PdfDict): boolean {
  const filter = pdf.resolve(dict.get('Filter'));
  const names = Array.isArray(filter) ? filter.map((each: PdfValue) => pdf.name(each)) : [pdf.name(filter)];
  return names.includes('LZWDecode') || names.includes('Crypt') || dict.has('FFilter');
}
