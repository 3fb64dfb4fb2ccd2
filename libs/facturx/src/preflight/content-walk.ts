import type { PdfFile } from '../reader/pdf-file.js';
import { PdfLexer, PdfSyntaxError } from '../reader/pdf-lexer.js';
import { pagesOf } from '../reader/page-tree.js';
import {
  isArray,
  isDict,
  PdfName,
  PdfStream,
  PdfString,
  PdfWord,
  type PdfDict,
  type PdfValue,
} from '../reader/pdf-value.js';
import { checkAnnotation } from './annotation-check.js';
import { ColourCheck } from './colours.js';
import type { Faults } from './faults.js';
import { FontChecks } from './font-checks.js';
import { checkImage } from './image-check.js';
import { readInlineImage } from './inline-image.js';
import { checkPrimitive } from './object-checks.js';
import { OPERATORS } from './operators.table.js';

/** Where a content stream is, and what it may draw with. */
interface Scope {
  readonly where: string;
  readonly page: number;
  readonly resources: PdfDict;
  /** Resources of the page, which a stream must not rely on (6.2.2). */
  readonly inherited?: PdfDict;
  readonly depth: number;
}

interface TextState {
  font: PdfDict | undefined;
  mode: number;
}

const MAX_DEPTH = 28;
const MAX_OPERATORS = 20_000_000;
const EMPTY: PdfDict = new Map<string, PdfValue>();
const INTENTS: ReadonlySet<string> = new Set([
  'RelativeColorimetric',
  'AbsoluteColorimetric',
  'Perceptual',
  'Saturation',
]);

/** Follows the drawing commands of all pages, forms, patterns, glyph procedures and appearances (ISO 19005-3, 6.2). */
export class ContentWalk {
  readonly colours: ColourCheck;
  private readonly fonts: FontChecks;
  private readonly walked = new Set<PdfDict>();
  private operators = 0;

  constructor(
    private readonly pdf: PdfFile,
    private readonly faults: Faults,
  ) {
    this.colours = new ColourCheck(pdf, faults);
    this.fonts = new FontChecks(pdf, faults);
  }

  run(): void {
    pagesOf(this.pdf).forEach(({ page, resources }, index) => {
      const where = `page ${index + 1}`;
      if (!page.has('Resources')) this.faults.add('CONTENT_STREAM', '6.2.2', where, 'inherited resources', true);
      const scope: Scope = { where, page: index + 1, resources, depth: 0 };
      const contents = this.pdf.resolve(page.get('Contents'));
      const streams = (isArray(contents) ? contents : [contents]).map((each) => this.pdf.resolve(each));
      const parts = streams.filter((each) => each instanceof PdfStream).map((each) => this.data(each, where));
      this.draw(Buffer.concat(parts.flatMap((part) => [part, Buffer.from('\n')])), scope);
      this.group(page, scope);
      for (const each of this.pdf.array(page.get('Annots'))) this.annotation(each, scope);
    });
    this.colours.finish();
  }

  private data(stream: PdfStream, where: string): Buffer {
    try {
      return this.pdf.data(stream);
    } catch (error) {
      if (!(error instanceof PdfSyntaxError)) throw error;
      this.faults.add('UNREADABLE_OBJECT', '6.1.7', where, error.reason);
      return Buffer.alloc(0);
    }
  }

  private place(value: PdfValue | undefined, scope: Scope): string {
    const number = this.pdf.numberOf(this.pdf.resolve(value));
    return number === undefined ? `page ${scope.page}` : `page ${scope.page}, object ${number}`;
  }

  private group(holder: PdfDict, scope: Scope): void {
    const group = this.pdf.dict(holder.get('Group'));
    if (group.has('CS')) this.colours.use(group.get('CS'), scope.resources, scope.where);
  }

  private annotation(value: PdfValue, scope: Scope): void {
    const annotation = this.pdf.dict(value);
    const where = this.place(value, scope);
    checkAnnotation(this.pdf, annotation, where, this.faults);
    const normal = this.pdf.resolve(this.pdf.dict(annotation.get('AP')).get('N'));
    for (const each of normal instanceof PdfStream ? [normal] : isDict(normal) ? [...normal.values()] : [])
      this.form(each, { ...scope, where });
  }

  private form(value: PdfValue | undefined, scope: Scope): void {
    const form = this.pdf.resolve(value);
    if (!(form instanceof PdfStream) || this.walked.has(form.dict)) return;
    const where = this.place(form, scope);
    if (scope.depth >= MAX_DEPTH) return this.faults.add('LIMIT', '6.1.13', where, 'forms nested too deep');
    this.walked.add(form.dict);
    const { dict } = form;
    for (const key of ['OPI', 'PS']) if (dict.has(key)) this.faults.add('IMAGE', '6.2.9', where, key, true);
    if (this.pdf.name(dict.get('Subtype2')) === 'PS') this.faults.add('IMAGE', '6.2.9', where, 'Subtype2 PS', true);
    if (dict.has('Ref')) this.faults.add('IMAGE', '6.2.9', where, 'reference to another file');
    const inner = this.inner(dict, scope, where);
    this.group(dict, inner);
    this.draw(this.data(form, where), inner);
  }

  private inner(dict: PdfDict, scope: Scope, where: string): Scope {
    const resources = this.pdf.dict(dict.get('Resources'));
    return { where, page: scope.page, resources, inherited: merged(scope), depth: scope.depth + 1 };
  }

  private draw(data: Buffer, scope: Scope): void {
    const lexer = new PdfLexer(data);
    const stack: TextState[] = [];
    let state: TextState = { font: undefined, mode: 0 };
    let operands: PdfValue[] = [];
    try {
      while (lexer.at < data.length) {
        const value = lexer.read();
        if (value === undefined) {
          lexer.skipSpace();
          if (lexer.at < data.length) throw new PdfSyntaxError('a stray bracket', lexer.at);
        } else if (!(value instanceof PdfWord)) {
          this.primitive(value, scope.where);
          operands.push(value);
        } else {
          if ((this.operators += 1) > MAX_OPERATORS)
            return this.faults.add('LIMIT', '6.1.13', scope.where, 'too many commands');
          if (value.word === 'q') stack.push({ ...state });
          else if (value.word === 'Q') state = stack.pop() ?? state;
          else if (value.word === 'BI') this.inlineImage(lexer, scope);
          else this.operate(value.word, operands, state, scope);
          if (stack.length > 28) this.faults.add('LIMIT', '6.1.13', scope.where, 'q nested more than 28 deep');
          operands = [];
        }
      }
    } catch (error) {
      if (!(error instanceof PdfSyntaxError)) throw error;
      this.faults.add('CONTENT_STREAM', '6.2.2', scope.where, `${error.reason} at byte ${error.at}`);
    }
  }

  private primitive(value: PdfValue, where: string): void {
    if (isArray(value)) for (const each of value) this.primitive(each, where);
    else if (isDict(value)) for (const each of value.values()) this.primitive(each, where);
    else checkPrimitive(value, where, this.faults, false);
  }

  private operate(word: string, operands: readonly PdfValue[], state: TextState, scope: Scope): void {
    const last = operands.at(-1);
    const name = last instanceof PdfName ? last.name : undefined;
    switch (word) {
      case 'Tf':
        if (operands[0] instanceof PdfName)
          this.setFont(this.pdf.dict(this.lookup('Font', operands[0].name, scope)), operands[0].name, state, scope);
        return;
      case 'Tr':
        if (typeof last === 'number') state.mode = last;
        return;
      case 'Tj':
      case "'":
      case '"':
        if (last instanceof PdfString) this.show([last], state, scope);
        return;
      case 'TJ':
        if (isArray(last))
          this.show(
            last.filter((each) => each instanceof PdfString),
            state,
            scope,
          );
        return;
      case 'gs':
        if (name !== undefined) this.setState(this.pdf.dict(this.lookup('ExtGState', name, scope)), state, scope);
        return;
      case 'Do':
        if (name !== undefined) this.paint(this.lookup('XObject', name, scope), scope);
        return;
      case 'cs':
      case 'CS':
        if (last instanceof PdfName) this.colours.use(this.colourSpace(last, scope), scope.resources, scope.where);
        return;
      case 'scn':
      case 'SCN':
        if (name !== undefined) this.pattern(this.lookup('Pattern', name, scope), scope);
        return;
      case 'sh':
        if (name !== undefined) this.shading(this.lookup('Shading', name, scope), scope);
        return;
      case 'rg':
      case 'RG':
        return this.colours.use(new PdfName('DeviceRGB'), scope.resources, scope.where);
      case 'k':
      case 'K':
        return this.colours.use(new PdfName('DeviceCMYK'), scope.resources, scope.where);
      case 'g':
      case 'G':
        return this.colours.use(new PdfName('DeviceGray'), scope.resources, scope.where);
      case 'ri':
        if (name === undefined || !INTENTS.has(name))
          this.faults.add('GRAPHICS_STATE', '6.2.6', scope.where, `ri ${name ?? ''}`);
        return;
      case 'BDC':
      case 'DP':
        if (name !== undefined) this.lookup('Properties', name, scope);
        return;
      default:
        if (!OPERATORS.has(word)) this.faults.add('CONTENT_STREAM', '6.2.2', scope.where, `unknown command ${word}`);
    }
  }

  /** A named resource; one that only the page has is a fault (6.2.2). */
  private lookup(kind: string, name: string, scope: Scope): PdfValue | undefined {
    const own = this.pdf.dict(scope.resources.get(kind));
    if (own.has(name)) return own.get(name);
    const value = scope.inherited && this.pdf.dict(scope.inherited.get(kind)).get(name);
    if (value !== undefined)
      this.faults.add('CONTENT_STREAM', '6.2.2', scope.where, `${kind} ${name} is named by the page only`);
    return value;
  }

  private colourSpace(value: PdfName, scope: Scope): PdfValue {
    const device = ['DeviceRGB', 'DeviceCMYK', 'DeviceGray', 'Pattern'].includes(value.name);
    return device ? value : (this.lookup('ColorSpace', value.name, scope) ?? value);
  }

  private setFont(font: PdfDict, name: string, state: TextState, scope: Scope): void {
    state.font = font;
    if (font.size === 0)
      this.faults.add('FONT_NOT_EMBEDDED', '6.2.11.4', scope.where, `font ${name} is not in the file`);
    else {
      const { font: checked } = this.fonts.select(font, scope.where, state.mode !== 3);
      for (const drawing of checked?.drawings ?? []) this.glyph(drawing, font, scope);
    }
  }

  private setState(dict: PdfDict, state: TextState, scope: Scope): void {
    this.colours.state(dict, this.place(dict, scope));
    const font = this.pdf.dict(this.pdf.array(dict.get('Font'))[0]);
    if (font.size > 0) this.setFont(font, 'of a graphics state', state, scope);
    const mask = this.pdf.dict(dict.get('SMask'));
    if (mask.has('G')) this.form(mask.get('G'), scope);
    if (mask.has('TR') && this.pdf.name(mask.get('TR')) !== 'Identity' && this.pdf.dict(mask.get('TR')).size === 0)
      this.faults.add('GRAPHICS_STATE', '6.2.5', scope.where, 'transfer function of a mask');
  }

  private show(strings: readonly PdfString[], { font, mode }: TextState, scope: Scope): void {
    if (!font)
      return strings.length === 0
        ? undefined
        : this.faults.add('CONTENT_STREAM', '6.2.11', scope.where, 'text without a font');
    for (const { bytes } of strings) this.fonts.show(font, bytes, scope.where, mode !== 3);
  }

  /** What draws a glyph of a Type 3 font. */
  private glyph(drawing: PdfStream, font: PdfDict, scope: Scope): void {
    if (this.walked.has(drawing.dict) || scope.depth >= MAX_DEPTH) return;
    this.walked.add(drawing.dict);
    const inner = this.inner(font, scope, this.place(drawing, scope));
    this.draw(this.data(drawing, inner.where), inner);
  }

  private paint(value: PdfValue | undefined, scope: Scope): void {
    const object = this.pdf.resolve(value);
    if (!(object instanceof PdfStream)) return;
    const subtype = this.pdf.name(object.dict.get('Subtype'));
    if (subtype === 'Form') this.form(object, scope);
    else if (subtype === 'Image') this.image(object, scope);
    else this.faults.add('IMAGE', '6.2.9', this.place(object, scope), `XObject ${subtype ?? '?'}`);
  }

  private image(image: PdfStream, scope: Scope): void {
    if (this.walked.has(image.dict)) return;
    this.walked.add(image.dict);
    const where = this.place(image, scope);
    checkImage(this.pdf, image, where, this.faults);
    this.colours.use(image.dict.get('ColorSpace'), scope.resources, where);
    for (const key of ['SMask', 'Mask']) {
      const mask = this.pdf.resolve(image.dict.get(key));
      if (mask instanceof PdfStream) this.image(mask, scope);
    }
  }

  private inlineImage(lexer: PdfLexer, scope: Scope): void {
    const image = readInlineImage(lexer, (value) => this.pdf.resolve(value));
    for (const fault of image.faults) this.faults.add('IMAGE', fault.clause, scope.where, fault.detail);
    const space = image.entries.get('CS') ?? image.entries.get('ColorSpace');
    if (space instanceof PdfName && !/^(?:G|RGB|CMYK|Device.*)$/.test(space.name))
      this.lookup('ColorSpace', space.name, scope);
    this.colours.use(space, scope.resources, scope.where);
  }

  private pattern(value: PdfValue | undefined, scope: Scope): void {
    const pattern = this.pdf.resolve(value);
    const dict = this.pdf.dict(pattern);
    if (pattern instanceof PdfStream) this.form(pattern, scope);
    else {
      this.shading(dict.get('Shading'), scope);
      if (dict.has('ExtGState'))
        this.setState(this.pdf.dict(dict.get('ExtGState')), { font: undefined, mode: 0 }, scope);
    }
  }

  private shading(value: PdfValue | undefined, scope: Scope): void {
    this.colours.use(this.pdf.dict(value).get('ColorSpace'), scope.resources, this.place(value, scope));
  }
}

function merged({ resources, inherited }: Scope): PdfDict {
  return resources.size > 0 ? resources : (inherited ?? EMPTY);
}
