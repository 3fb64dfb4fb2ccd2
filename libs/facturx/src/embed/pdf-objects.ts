import {
  PDFArray,
  PDFDict,
  PDFHexString,
  PDFName,
  PDFRawStream,
  PDFRef,
  PDFStream,
  PDFString,
  type PDFContext,
  type PDFObject,
} from '@cantoo/pdf-lib';

export const name = (text: string): PDFName => PDFName.of(text);

/** The dictionary of an object, also that of a stream. */
export function dictOf(object: unknown): PDFDict | undefined {
  if (object instanceof PDFDict) return object;
  return object instanceof PDFStream ? object.dict : undefined;
}

export function isText(object: unknown): object is PDFString | PDFHexString {
  return object instanceof PDFString || object instanceof PDFHexString;
}

/** Visits every dictionary and array that the trailer leads to, and drops what it does not lead to. */
export function visitReachable(
  context: PDFContext,
  visit: (object: PDFDict | PDFArray, stream: PDFRawStream | undefined) => void,
): void {
  const seen = new Set<string>();
  const { Root, Info } = context.trailerInfo;
  const pending: (PDFObject | undefined)[] = [Root, Info];
  while (pending.length > 0) {
    const object = pending.pop();
    if (object instanceof PDFRef) {
      if (!seen.has(object.tag)) pending.push(context.lookup(object));
      seen.add(object.tag);
      continue;
    }
    const dict = dictOf(object);
    if (dict) {
      visit(dict, object instanceof PDFRawStream ? object : undefined);
      for (const [, value] of dict.entries()) pending.push(value);
    } else if (object instanceof PDFArray) {
      visit(object, undefined);
      for (let index = 0; index < object.size(); index += 1) pending.push(object.get(index));
    }
  }
  for (const [reference] of context.enumerateIndirectObjects()) if (!seen.has(reference.tag)) context.delete(reference);
}
