import { createHash } from 'node:crypto';
import type { PdfFile } from '../reader/pdf-file.js';
import { isArray, isDict, PdfName, PdfStream, type PdfDict, type PdfValue } from '../reader/pdf-value.js';
import type { Faults } from './faults.js';

/** Where device colours are used without a default colour space that stands in for them. */
export interface DeviceColours {
  readonly rgb: Set<string>;
  readonly cmyk: Set<string>;
}

interface IccFacts {
  readonly deviceClass: string;
  readonly space: string;
  readonly version: number;
}

const CHANNELS: Readonly<Record<string, number>> = { 'RGB ': 3, CMYK: 4, GRAY: 1, 'Lab ': 3 };

/** The header of an ICC profile (ICC.1, 7.2); undefined where it is none. */
export function readIccHeader(pdf: PdfFile, stream: PdfStream): IccFacts | undefined {
  const data = pdf.data(stream);
  if (data.length < 128 || data.toString('latin1', 36, 40) !== 'acsp') return undefined;
  return {
    deviceClass: data.toString('latin1', 12, 16),
    space: data.toString('latin1', 16, 20),
    version: (data[8] as number) + (data[9] as number) / 160,
  };
}

/** Checks the colour spaces that pages use, and remembers device colours, which need an output intent of their kind. */
export class ColourCheck {
  readonly device: DeviceColours = { rgb: new Set(), cmyk: new Set() };
  private readonly tints = new Map<string, string>();
  private readonly known = new Map<PdfDict, Set<string>>();
  private iccCmyk = false;
  private overprint: string | undefined;
  private overprints = false;

  constructor(
    private readonly pdf: PdfFile,
    private readonly faults: Faults,
  ) {}

  /** @param resources those in force, for default colour spaces and names */
  use(value: PdfValue | undefined, resources: PdfDict, where: string, depth = 0): void {
    const space = this.pdf.resolve(value);
    if (depth > 8) return;
    if (space instanceof PdfName) return this.named(space.name, resources, where, depth);
    if (!isArray(space)) return;
    const kind = this.pdf.name(space[0]);
    if (kind === 'ICCBased') this.icc(space[1], where);
    else if (kind === 'Indexed' || kind === 'I' || kind === 'Pattern') this.use(space[1], resources, where, depth + 1);
    else if (kind === 'Separation') this.separation(space, resources, where, depth);
    else if (kind === 'DeviceN') this.deviceN(space, resources, where, depth);
    else if (kind !== undefined && space.length === 1) this.named(kind, resources, where, depth);
  }

  private named(name: string, resources: PdfDict, where: string, depth: number): void {
    const plain = { G: 'DeviceGray', RGB: 'DeviceRGB', CMYK: 'DeviceCMYK' }[name] ?? name;
    const spaces = this.pdf.dict(resources.get('ColorSpace'));
    const standIn = { DeviceRGB: 'DefaultRGB', DeviceCMYK: 'DefaultCMYK', DeviceGray: 'DefaultGray' }[plain];
    if (standIn === undefined) {
      if (spaces.has(name)) this.use(spaces.get(name), resources, where, depth + 1);
      return;
    }
    if (spaces.has(standIn)) return this.use(spaces.get(standIn), new Map<string, PdfValue>(), where, depth + 1);
    if (plain === 'DeviceRGB') this.device.rgb.add(where);
    if (plain === 'DeviceCMYK') this.device.cmyk.add(where);
  }

  private icc(value: PdfValue | undefined, where: string): void {
    const stream = this.pdf.resolve(value);
    const header = stream instanceof PdfStream ? readIccHeader(this.pdf, stream) : undefined;
    if (!(stream instanceof PdfStream) || !header)
      return this.faults.add('COLOUR_SPACE', '6.2.4.2', where, 'ICC profile');
    const channels = this.pdf.resolve(stream.dict.get('N'));
    const fits = ['prtr', 'mntr', 'scnr', 'spac'].includes(header.deviceClass) && header.version < 5;
    if (!fits || CHANNELS[header.space] !== channels)
      this.faults.add(
        'COLOUR_SPACE',
        '6.2.4.2',
        where,
        `ICC profile ${header.deviceClass} ${header.space} ${header.version}`,
      );
    if (header.space === 'CMYK') this.iccCmyk = true;
  }

  /** One name, one tint transform and alternate space in the whole file (6.2.4.4). */
  private separation(space: readonly PdfValue[], resources: PdfDict, where: string, depth: number): void {
    const name = this.pdf.name(space[1]) ?? '';
    this.use(space[2], resources, where, depth + 1);
    if (name === 'All' || name === 'None') return;
    const shape = `${this.shape(space[2], 0)} ${this.shape(space[3], 0)}`;
    const known = this.tints.get(name);
    if (known === undefined) this.tints.set(name, shape);
    else if (known !== shape) this.faults.add('COLOUR_SPACE', '6.2.4.4', where, `two definitions of ${name}`);
    if (Buffer.from(name, 'latin1').toString('utf8').includes('\ufffd'))
      this.faults.add('COLOUR_SPACE', '6.1.8', where, 'name of a colour');
  }

  private deviceN(space: readonly PdfValue[], resources: PdfDict, where: string, depth: number): void {
    const names = this.pdf.array(space[1]).map((each) => this.pdf.name(each) ?? '');
    this.use(space[2], resources, where, depth + 1);
    if (names.length > 32) this.faults.add('LIMIT', '6.1.13', where, `${names.length} colourants`);
    const attributes = this.pdf.dict(space[4]);
    const colorants = this.pdf.dict(attributes.get('Colorants'));
    const process = this.pdf
      .array(this.pdf.dict(attributes.get('Process')).get('Components'))
      .map((each) => this.pdf.name(each));
    for (const name of names) {
      const known = ['None', 'Cyan', 'Magenta', 'Yellow', 'Black'].includes(name) || process.includes(name);
      if (!known && !colorants.has(name))
        this.faults.add('COLOUR_SPACE', '6.2.4.4', where, `colourant ${name} not defined`);
    }
    for (const each of colorants.values()) this.use(each, resources, where, depth + 1);
  }

  /** Text that is equal for equal objects. */
  private shape(value: PdfValue | undefined, depth: number): string {
    const found = this.pdf.resolve(value);
    if (depth > 12) return '…';
    if (found instanceof PdfName) return `/${found.name}`;
    if (isArray(found)) return `[${found.map((each) => this.shape(each, depth + 1)).join(' ')}]`;
    if (isDict(found)) return `<${[...found].map(([key, each]) => `${key} ${this.shape(each, depth + 1)}`).join(' ')}>`;
    if (found instanceof PdfStream)
      return `${this.shape(found.dict, depth + 1)}${createHash('sha1').update(found.raw).digest('hex')}`;
    return typeof found === 'number' ? String(found) : typeof found;
  }

  /** Halftones, transfer functions, blend modes, overprint of a graphics state (6.2.4.2, 6.2.5, 6.2.10). */
  state(dict: PdfDict, where: string): void {
    if (this.known.has(dict)) return;
    this.known.set(dict, new Set());
    const add = (clause: string, detail: string, mended = false): void =>
      this.faults.add('GRAPHICS_STATE', clause, where, detail, mended);
    if (dict.has('TR')) add('6.2.5', 'TR');
    if (dict.has('TR2') && this.pdf.name(dict.get('TR2')) !== 'Default') add('6.2.5', 'TR2');
    if (dict.has('HTP')) add('6.2.5', 'HTP');
    if (dict.has('HT') && this.pdf.name(dict.get('HT')) !== 'Default') {
      const fault = halftoneFault(this.pdf, this.pdf.dict(dict.get('HT')), undefined);
      if (fault !== undefined) add('6.2.5', fault);
    }
    const modes = this.pdf.resolve(dict.get('BM'));
    for (const mode of isArray(modes) ? modes : modes === undefined ? [] : [modes]) {
      if (!BLEND_MODES.has(this.pdf.name(mode) ?? '')) add('6.2.10', `BM ${this.pdf.name(mode) ?? '?'}`);
    }
    const overprints = ['OP', 'op'].some((key) => this.pdf.resolve(dict.get(key)) === true);
    if (overprints) this.overprints = true;
    if (this.pdf.resolve(dict.get('OPM')) === 1) this.overprint ??= where;
  }

  /** Overprint mode 1 together with ICC based CMYK (6.2.4.2); told once the whole file is known. */
  finish(): void {
    if (this.overprint !== undefined && this.overprints && this.iccCmyk)
      this.faults.add('GRAPHICS_STATE', '6.2.4.2', this.overprint, 'OPM 1');
  }
}

const PRIMARIES: ReadonlySet<string> = new Set(['Cyan', 'Magenta', 'Yellow', 'Black']);

/** Halftones of type 1 and 5 without names, with transfer functions for other than process colours only (6.2.5). */
function halftoneFault(pdf: PdfFile, halftone: PdfDict, colourant: string | undefined): string | undefined {
  const type = pdf.resolve(halftone.get('HalftoneType'));
  if (type !== 1 && type !== 5) return `halftone of type ${typeof type === 'number' ? type : '?'}`;
  if (halftone.has('HalftoneName')) return 'HalftoneName';
  const transfers = halftone.has('TransferFunction');
  const primary = colourant === undefined || PRIMARIES.has(colourant);
  if (colourant !== 'Default' && transfers === primary) return 'TransferFunction';
  if (type !== 5 || colourant !== undefined) return undefined;
  for (const [name, part] of halftone) {
    const dict = pdf.dict(part);
    const fault = dict.has('HalftoneType') ? halftoneFault(pdf, dict, name) : undefined;
    if (fault !== undefined) return fault;
  }
  return undefined;
}

const BLEND_MODES: ReadonlySet<string> = new Set([
  'Normal',
  'Compatible',
  'Multiply',
  'Screen',
  'Overlay',
  'Darken',
  'Lighten',
  'ColorDodge',
  'ColorBurn',
  'HardLight',
  'SoftLight',
  'Difference',
  'Exclusion',
  'Hue',
  'Saturation',
  'Color',
  'Luminosity',
]);
