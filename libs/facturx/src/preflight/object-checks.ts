import type { PdfFile } from '../reader/pdf-file.js';
import { PdfSyntaxError } from '../reader/pdf-lexer.js';
import {
  isArray,
  isDict,
  PdfName,
  PdfRef,
  PdfStream,
  PdfString,
  type PdfDict,
  type PdfValue,
} from '../reader/pdf-value.js';
import type { Faults } from './faults.js';

const MAX_VALUES = 3_000_000;
const FILTERS: ReadonlySet<string> = new Set([
  'ASCIIHexDecode',
  'ASCII85Decode',
  'FlateDecode',
  'RunLengthDecode',
  'CCITTFaxDecode',
  'JBIG2Decode',
  'DCTDecode',
  'JPXDecode',
]);
/** Actions that may stay (ISO 19005-3, 6.5.1). */
const ACTIONS: ReadonlySet<string> = new Set(['GoTo', 'GoToR', 'GoToE', 'Thread', 'URI', 'Named', 'SubmitForm']);
const KNOWN_ACTIONS: ReadonlySet<string> = new Set([
  ...ACTIONS,
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
const NAMED_ACTIONS: ReadonlySet<string> = new Set(['NextPage', 'PrevPage', 'FirstPage', 'LastPage']);
const BOXES = ['MediaBox', 'CropBox', 'TrimBox', 'ArtBox', 'BleedBox'] as const;
const INTENTS: ReadonlySet<string> = new Set([
  'RelativeColorimetric',
  'AbsoluteColorimetric',
  'Perceptual',
  'Saturation',
]);

/** Checks everything that can be reached from the trailer, object by object; what hangs loose is dropped on completion. */
export function checkObjects(pdf: PdfFile, faults: Faults): void {
  const seen = new Set<number>();
  let budget = MAX_VALUES;
  const pending: { value: PdfValue; owner: number; key: string }[] = [];
  const enter = (value: PdfValue | undefined, owner: number, key: string): void => {
    if (value !== undefined) pending.push({ value, owner, key });
  };
  for (const key of ['Root', 'Info']) enter(pdf.trailer.get(key), 0, key);
  for (let next = pending.pop(); next && (budget -= 1) > 0; next = pending.pop()) {
    const { value, owner, key } = next;
    if (value instanceof PdfRef) {
      if (seen.has(value.number)) continue;
      seen.add(value.number);
      enter(readable(pdf, value.number, faults), value.number, key);
      continue;
    }
    const where = `object ${owner}`;
    checkPrimitive(value, where, faults);
    if (isArray(value)) for (const each of value) enter(each, owner, key);
    const dict = value instanceof PdfStream ? value.dict : value;
    if (!isDict(dict)) continue;
    if (value instanceof PdfStream) checkStream(pdf, value, where, faults);
    checkDict(pdf, dict, key, where, faults);
    for (const [name, each] of dict) {
      checkPrimitive(new PdfName(name), where, faults);
      // Metadata beside that of the catalog, and signatures' own digests, are not followed.
      if (name !== 'Parent' || !(each instanceof PdfRef)) enter(each, owner, name);
    }
  }
  if (budget <= 0) faults.add('LIMIT', '6.1.13', 'file', 'more objects than are checked');
  checkCatalog(pdf, faults);
}

function readable(pdf: PdfFile, number: number, faults: Faults): PdfValue | undefined {
  try {
    return pdf.object(number);
  } catch (error) {
    if (!(error instanceof PdfSyntaxError)) throw error;
    faults.add('UNREADABLE_OBJECT', '6.1', `object ${number}`, error.reason);
    return undefined;
  }
}

/** Limits of implementation (ISO 19005-3, 6.1.13), and hexadecimal strings (6.1.6), which are written anew on completion. */
export function checkPrimitive(value: PdfValue, where: string, faults: Faults, mendsHex = true): void {
  if (typeof value === 'number') {
    if (Number.isInteger(value) && Math.abs(value) > 2_147_483_647 && value !== -2_147_483_648)
      faults.add('LIMIT', '6.1.13', where, String(value));
    const size = Math.abs(value);
    if (value !== 0 && (size > 3.403e38 || size < 1.175e-38)) faults.add('LIMIT', '6.1.13', where, String(value));
  } else if (value instanceof PdfString) {
    if (value.bytes.length > 32_767) faults.add('LIMIT', '6.1.13', where, `text of ${value.bytes.length} bytes`);
    if (value.badHex) faults.add('CONTENT_STREAM', '6.1.6', where, 'damaged hexadecimal text', mendsHex);
  } else if (value instanceof PdfName && Buffer.byteLength(value.name, 'latin1') > 127) {
    faults.add('LIMIT', '6.1.13', where, `name of ${value.name.length} bytes`);
  }
}

function checkStream(pdf: PdfFile, stream: PdfStream, where: string, faults: Faults): void {
  const { dict } = stream;
  for (const key of ['F', 'FFilter', 'FDecodeParms'])
    if (dict.has(key)) faults.add('FORBIDDEN_STREAM', '6.1.7.1', where, key);
  const filter = pdf.resolve(dict.get('Filter'));
  const names = (isArray(filter) ? filter : filter === undefined ? [] : [filter]).map((each) => pdf.name(each) ?? '?');
  const bad = names.find((name) => !FILTERS.has(name));
  if (bad !== undefined) faults.add('FORBIDDEN_STREAM', '6.1.7.2', where, bad);
  if (pdf.name(dict.get('Type')) === 'XRef' || pdf.name(dict.get('Type')) === 'ObjStm') return;
  if (
    bad !== undefined ||
    names.some((name) => ['DCTDecode', 'JPXDecode', 'CCITTFaxDecode', 'JBIG2Decode'].includes(name))
  )
    return;
  try {
    pdf.data(stream, true);
  } catch (error) {
    if (!(error instanceof PdfSyntaxError)) throw error;
    faults.add(error.reason === 'more data than allowed' ? 'LIMIT' : 'UNREADABLE_OBJECT', '6.1.7', where, error.reason);
  }
}

function checkDict(pdf: PdfFile, dict: PdfDict, key: string, where: string, faults: Faults): void {
  const type = pdf.name(dict.get('Type'));
  const subtype = pdf.name(dict.get('Subtype'));
  checkAction(pdf, dict, key, type, where, faults);
  if (type === 'Page' || type === 'Pages') {
    checkBoxes(pdf, dict, where, faults);
    if (dict.has('AA')) faults.add('ACTIVE_CONTENT', '6.5.2', where, 'AA');
    if (dict.has('PresSteps')) faults.add('ACTIVE_CONTENT', '6.10', where, 'PresSteps', true);
  }
  if (type === 'Sig' || dict.has('ByteRange')) faults.add('SIGNED', '6.4.3', where, subtype ?? 'signature');
  if (dict.has('EF') || type === 'Filespec') checkFileSpecification(pdf, dict, where, faults);
  checkStructure(pdf, dict, key, type, where, faults);
  const intent = pdf.name(dict.get(type === 'ExtGState' ? 'RI' : 'Intent'));
  if (intent !== undefined && (subtype === 'Image' || type === 'ExtGState') && !INTENTS.has(intent))
    faults.add('GRAPHICS_STATE', '6.2.6', where, intent, true);
  if (dict.has('Metadata') && type !== 'Catalog')
    faults.add('EMBEDDED_FILE', '6.6.2.3', where, 'metadata of a part', true);
  if (dict.has('CIDSet') || dict.has('CharSet'))
    if (type === 'FontDescriptor') faults.add('FONT_STRUCTURE', '6.2.11.4.2', where, 'list of glyphs', true);
  const font = pdf.name(dict.get('BaseFont'));
  if (font !== undefined && !isUtf8(font)) faults.add('FONT_STRUCTURE', '6.1.8', where, 'font name');
}

/** Names of structure types (6.1.8). */
function checkStructure(
  pdf: PdfFile,
  dict: PdfDict,
  key: string,
  type: string | undefined,
  where: string,
  faults: Faults,
): void {
  const names =
    key === 'RoleMap'
      ? [...dict].flatMap(([from, to]) => [from, pdf.name(to) ?? ''])
      : type === 'StructElem'
        ? [pdf.name(dict.get('S')) ?? '']
        : [];
  if (!names.every(isUtf8)) faults.add('CONTENT_STREAM', '6.1.8', where, 'name of a structure type');
}

function isUtf8(name: string): boolean {
  return !Buffer.from(name, 'latin1').toString('utf8').includes('\ufffd');
}

function checkAction(
  pdf: PdfFile,
  dict: PdfDict,
  key: string,
  type: string | undefined,
  where: string,
  faults: Faults,
): void {
  const action = pdf.name(dict.get('S'));
  const stands = type === 'Action' || ['A', 'OpenAction', 'Next'].includes(key);
  if (
    action !== undefined &&
    (stands
      ? !ACTIONS.has(action)
      : KNOWN_ACTIONS.has(action) && !ACTIONS.has(action) && (action !== 'Trans' || dict.has('Next')))
  )
    faults.add('ACTIVE_CONTENT', '6.5.1', where, action);
  if (action === 'Named' && stands && !NAMED_ACTIONS.has(pdf.name(dict.get('N')) ?? ''))
    faults.add('ACTIVE_CONTENT', '6.5.1', where, `Named ${pdf.name(dict.get('N')) ?? ''}`);
  if (dict.has('XFA')) faults.add('ACTIVE_CONTENT', '6.4.2', where, 'XFA');
  if (dict.has('AA') && (type === 'Catalog' || dict.has('FT') || pdf.name(dict.get('Subtype')) === 'Widget'))
    faults.add('ACTIVE_CONTENT', type === 'Catalog' ? '6.5.2' : '6.4.1', where, 'AA');
  if (dict.has('JavaScript') && !dict.has('S')) faults.add('ACTIVE_CONTENT', '6.5.1', where, 'JavaScript');
  if (dict.has('NeedAppearances') && pdf.resolve(dict.get('NeedAppearances')) === true)
    faults.add('ANNOTATION', '6.4.1', where, 'NeedAppearances', true);
}

/** Pages and forms measure 3 to 14,400 units (6.1.13). */
function checkBoxes(pdf: PdfFile, page: PdfDict, where: string, faults: Faults): void {
  for (const key of BOXES) if (page.has(key)) checkBox(pdf, page.get(key), where, faults);
}

function checkBox(pdf: PdfFile, box: PdfValue | undefined, where: string, faults: Faults): void {
  const [left, bottom, right, top] = pdf.array(box).map((each) => pdf.resolve(each));
  if (![left, bottom, right, top].every((each) => typeof each === 'number')) {
    faults.add('LIMIT', '6.1.13', where, 'a box without four numbers');
    return;
  }
  const sides = [Math.abs((right as number) - (left as number)), Math.abs((top as number) - (bottom as number))];
  if (sides.some((side) => side < 3 || side > 14_400))
    faults.add('LIMIT', '6.1.13', where, `a box of ${sides.join(' × ')} units`);
}

/** Names, kind and relation of an embedded file (6.8); completion adds what is missing. */
function checkFileSpecification(pdf: PdfFile, dict: PdfDict, where: string, faults: Faults): void {
  const files = pdf.dict(dict.get('EF'));
  const names = ['F', 'UF'].map((key) => pdf.resolve(dict.get(key)));
  const add = (detail: string, mended: boolean): void => faults.add('EMBEDDED_FILE', '6.8', where, detail, mended);
  if (files.size > 0 && !names.some((each) => each instanceof PdfString)) add('no file name', false);
  else if (files.size > 0 && !names.every((each) => each instanceof PdfString)) add('F or UF missing', true);
  if (pdf.name(dict.get('AFRelationship')) === undefined) add('no AFRelationship', true);
  for (const value of files.values()) {
    const stream = pdf.resolve(value);
    if (!(stream instanceof PdfStream)) add('no content', false);
    else if (!/^[-\w+.]+\/[-\w+.]+$/.test(pdf.name(stream.dict.get('Subtype')) ?? '')) add('no MIME type', true);
  }
}

function checkCatalog(pdf: PdfFile, faults: Faults): void {
  const { catalog } = pdf;
  const form = pdf.dict(catalog.get('AcroForm'));
  const flags = pdf.resolve(form.get('SigFlags'));
  if (typeof flags === 'number' && (flags & 2) !== 0) faults.add('SIGNED', '6.4.3', 'document', 'SigFlags');
  if (pdf.resolve(catalog.get('NeedsRendering')) === true)
    faults.add('ACTIVE_CONTENT', '6.4.2', 'document', 'NeedsRendering');
  if (catalog.has('Perms')) faults.add('SIGNED', '6.1.12', 'document', 'Perms');
  if (catalog.has('Requirements')) faults.add('ACTIVE_CONTENT', '6.11', 'document', 'Requirements', true);
  if (pdf.dict(catalog.get('Names')).has('AlternatePresentations'))
    faults.add('ACTIVE_CONTENT', '6.10', 'document', 'AlternatePresentations', true);
  checkLayers(pdf, faults);
}

/** Optional content (6.9): each configuration named once, no automatic states, every group in the order. */
function checkLayers(pdf: PdfFile, faults: Faults): void {
  const properties = pdf.dict(pdf.catalog.get('OCProperties'));
  if (properties.size === 0) return;
  const groups = pdf.array(properties.get('OCGs')).map((each) => pdf.dict(each));
  const configurations = [properties.get('D'), ...pdf.array(properties.get('Configs'))].map((each) => pdf.dict(each));
  const names = new Set<string>();
  for (const configuration of configurations) {
    const name = pdf.resolve(configuration.get('Name'));
    const text = name instanceof PdfString ? name.text() : '';
    if (text === '') faults.add('OPTIONAL_CONTENT', '6.9', 'document', 'a configuration without name', true);
    else if (names.has(text)) faults.add('OPTIONAL_CONTENT', '6.9', 'document', 'two configurations of one name', true);
    names.add(text);
    if (configuration.has('AS')) faults.add('OPTIONAL_CONTENT', '6.9', 'document', 'AS');
    if (!configuration.has('Order')) continue;
    const ordered = new Set<PdfDict>();
    collect(pdf, configuration.get('Order'), ordered, 0);
    if (groups.some((group) => !ordered.has(group))) faults.add('OPTIONAL_CONTENT', '6.9', 'document', 'Order', true);
  }
}

function collect(pdf: PdfFile, value: PdfValue | undefined, into: Set<PdfDict>, depth: number): void {
  const found = pdf.resolve(value);
  if (isDict(found)) into.add(found);
  if (isArray(found) && depth < 20) for (const each of found) collect(pdf, each, into, depth + 1);
}
