import {
  PDFArray,
  PDFDict,
  PDFHexString,
  PDFNumber,
  PDFRef,
  PDFStream,
  PDFString,
  type PDFContext,
  type PDFDocument,
} from '@cantoo/pdf-lib';
import { srgbProfile } from '../container/srgb-profile.js';
import { dictOf, isText, name, visitReachable } from './pdf-objects.js';

const HIDDEN = 0b100011;

/** Pages state their resources (6.2.2); annotations that nobody sees are taken out, since flags would show them (6.3.2). */
export function mendPages(document: PDFDocument): void {
  for (const { node } of document.getPages()) {
    const resources = node.Resources();
    if (!node.has(name('Resources')) && resources) node.set(name('Resources'), resources);
    const annotations = node.lookup(name('Annots'));
    if (!(annotations instanceof PDFArray)) continue;
    for (let index = annotations.size() - 1; index >= 0; index -= 1) {
      const flags = dictOf(annotations.lookup(index))?.lookup(name('F'));
      if (flags instanceof PDFNumber && (flags.asNumber() & HIDDEN) !== 0) annotations.remove(index);
    }
  }
}

/** Requirements on readers and slide shows go (6.10, 6.11); layers get what 6.9 asks of their configurations. */
export function mendCatalog(context: PDFContext, catalog: PDFDict): void {
  catalog.delete(name('Requirements'));
  dictOf(catalog.lookup(name('Names')))?.delete(name('AlternatePresentations'));
  const layers = dictOf(catalog.lookup(name('OCProperties')));
  if (!layers) return;
  const groups = layers.lookup(name('OCGs'));
  const others = layers.lookup(name('Configs'));
  const configurations = [dictOf(layers.lookup(name('D')))];
  if (others instanceof PDFArray)
    for (let index = 0; index < others.size(); index += 1) configurations.push(dictOf(others.lookup(index)));
  const names = new Set<string>();
  configurations.forEach((configuration, index) => {
    if (!configuration) return;
    const stated = configuration.lookup(name('Name'));
    const text = isText(stated) ? stated.decodeText() : '';
    if (text === '' || names.has(text)) configuration.set(name('Name'), PDFString.of(`Layers ${index + 1}`));
    names.add(text === '' || names.has(text) ? `Layers ${index + 1}` : text);
    // The order is that of the list in a viewer's side bar only.
    if (configuration.has(name('Order')) && groups instanceof PDFArray)
      configuration.set(name('Order'), groups.clone(context));
  });
}

/** Keeps the one sound output intent, or sets sRGB; two profiles in one file are forbidden (6.2.3). */
export function setOutputIntent(context: PDFContext, catalog: PDFDict, keep: boolean): void {
  const intents = catalog.lookup(name('OutputIntents'));
  if (keep && intents instanceof PDFArray) {
    for (let index = 0; index < intents.size(); index += 1) {
      const intent = dictOf(intents.lookup(index));
      const fits = intent?.lookup(name('S')) === name('GTS_PDFA1');
      if (fits && intent?.lookup(name('DestOutputProfile')) instanceof PDFStream) {
        catalog.set(name('OutputIntents'), context.obj([intents.get(index)]));
        return;
      }
    }
  }
  const profile = context.register(context.flateStream(srgbProfile(), { N: 3 }));
  const intent = context.obj({ Type: 'OutputIntent', S: 'GTS_PDFA1', DestOutputProfile: profile });
  for (const key of ['OutputConditionIdentifier', 'Info']) intent.set(name(key), PDFString.of('sRGB IEC61966-2.1'));
  catalog.set(name('OutputIntents'), context.obj([intent]));
}

/** Where the output intent is for CMYK, RGB gets sRGB as its meaning everywhere (6.2.4.3). */
export function addDefaultRgb(context: PDFContext): void {
  const profile = context.register(context.flateStream(srgbProfile(), { N: 3, Alternate: 'DeviceRGB' }));
  const holders = new Set<PDFDict>();
  visitReachable(context, (object) => {
    const resources = object instanceof PDFDict ? object.lookup(name('Resources')) : undefined;
    if (resources instanceof PDFDict) holders.add(resources);
  });
  for (const resources of holders) {
    const spaces = resources.lookup(name('ColorSpace'));
    const own = spaces instanceof PDFDict ? spaces : context.obj({});
    if (!own.has(name('DefaultRGB'))) own.set(name('DefaultRGB'), context.obj(['ICCBased', profile]));
    resources.set(name('ColorSpace'), own);
  }
}

/** Title, author and the like as far as they are texts; other entries of the information dictionary go. */
export function freshInformation(
  context: PDFContext,
  producer: string,
  modifiedAt: Date,
): Readonly<Record<string, string>> {
  const { Info } = context.trailerInfo;
  const old = dictOf(Info instanceof PDFRef ? context.lookup(Info) : Info);
  const fresh = context.obj({});
  const texts: Record<string, string> = {};
  for (const key of ['Title', 'Author', 'Subject', 'Keywords', 'Creator', 'CreationDate']) {
    const value = old?.lookup(name(key));
    if (!isText(value)) continue;
    texts[key] = value.decodeText();
    fresh.set(name(key), key === 'CreationDate' ? value : PDFHexString.fromText(texts[key]));
  }
  fresh.set(name('Producer'), PDFString.of(producer));
  fresh.set(name('ModDate'), PDFString.fromDate(modifiedAt));
  context.trailerInfo.Info = context.register(fresh);
  return texts;
}
