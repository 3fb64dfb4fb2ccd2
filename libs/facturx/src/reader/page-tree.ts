import type { PdfFile } from './pdf-file.js';
import type { PdfDict, PdfValue } from './pdf-value.js';

export interface PdfPage {
  readonly page: PdfDict;
  readonly resources: PdfDict;
}

const MAX_PAGES = 5000;

/** The pages in order with the resources that hold for them (inherited ones included). */
export function pagesOf(pdf: PdfFile): PdfPage[] {
  const found: PdfPage[] = [];
  const seen = new Set<PdfDict>();
  const walk = (node: PdfDict, inherited: PdfDict, depth: number): void => {
    if (seen.has(node) || depth > 60 || found.length >= MAX_PAGES) return;
    seen.add(node);
    const resources = node.has('Resources') ? pdf.dict(node.get('Resources')) : inherited;
    const kids = pdf.array(node.get('Kids'));
    if (kids.length === 0) found.push({ page: node, resources });
    else for (const kid of kids) walk(pdf.dict(kid), resources, depth + 1);
  };
  walk(pdf.dict(pdf.catalog.get('Pages')), new Map<string, PdfValue>(), 0);
  return found;
}
