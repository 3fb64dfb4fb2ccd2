import { PDFArray, PDFDict, PDFRef, type PDFContext, PDFName } from '@cantoo/pdf-lib';
import { HYBRID_PROFILES } from '../hybrid-profile.table.js';
import type { EmbedInput } from './embed-into-pdf.js';
import { dictOf, isText, name, visitReachable } from './pdf-objects.js';

/** Old invoice data must not stay beside the new: entries of the name tree and `/AF` with a known invoice name go. */
export function dropInvoices(context: PDFContext, catalog: PDFDict, invoiceNames: ReadonlySet<string>): void {
  const isInvoice = (value: unknown): boolean => {
    const dict = dictOf(value);
    return ['UF', 'F'].some((key) => {
      const file = dict?.lookup(name(key));
      return isText(file) && invoiceNames.has(file.decodeText());
    });
  };
  const prune = (array: unknown, step: 1 | 2): void => {
    if (!(array instanceof PDFArray)) return;
    for (let index = array.size() - step; index >= 0; index -= step) {
      if (!isInvoice(array.lookup(index + step - 1))) continue;
      for (let count = 0; count < step; count += 1) array.remove(index);
    }
  };
  const walk = (node: unknown, depth: number): void => {
    if (!(node instanceof PDFDict) || depth > 8) return;
    prune(node.lookup(name('Names')), 2);
    const kids = node.lookup(name('Kids'));
    if (kids instanceof PDFArray)
      for (let index = 0; index < kids.size(); index += 1) walk(kids.lookup(index), depth + 1);
  };
  walk(dictOf(catalog.lookup(name('Names')))?.lookup(name('EmbeddedFiles')), 0);
  // Pages and other parts may have associated files of their own.
  visitReachable(context, (object) => {
    if (object instanceof PDFDict) prune(object.lookup(name('AF')), 1);
  });
}

/** Every embedded file is associated with the document (6.8); the relation that the source gives its own attachments stays. */
export function associateFiles(context: PDFContext, catalog: PDFDict, input: EmbedInput): void {
  const wanted = new Map<string, string>([
    [HYBRID_PROFILES[input.profile].fileName, HYBRID_PROFILES[input.profile].relationship],
  ]);
  for (const file of input.attachments ?? []) wanted.set(file.fileName, file.relationship ?? 'Supplement');
  const found = new Map<PDFDict, PDFRef>();
  visitReachable(context, (object) => {
    const entries: [unknown, (reference: PDFRef) => void][] =
      object instanceof PDFArray
        ? Array.from({ length: object.size() }, (_each, index) => [object.get(index), (to) => object.set(index, to)])
        : object.entries().map(([key, value]) => [value, (to: PDFRef) => object.set(key, to)]);
    for (const [value, replace] of entries) {
      const dict = value instanceof PDFRef ? context.lookup(value) : value;
      if (!(dict instanceof PDFDict)) continue;
      const specification = dict.lookup(name('Type'));
      if (!dict.has(name('EF')) && specification !== name('Filespec') && specification !== name('F')) continue;
      const reference = value instanceof PDFRef ? value : context.register(dict);
      found.set(dict, reference);
      if (reference !== value) replace(reference);
    }
  });
  for (const dict of found.keys()) {
    const file = dict.lookup(name('UF')) ?? dict.lookup(name('F'));
    const stated = dict.lookup(name('AFRelationship'));
    const relationship = wanted.get(isText(file) ? file.decodeText() : '');
    if (relationship !== undefined || !(stated instanceof PDFName))
      dict.set(name('AFRelationship'), name(relationship ?? 'Unspecified'));
    dict.set(name('Type'), name('Filespec'));
  }
  catalog.set(name('AF'), context.obj([...found.values()]));
}
