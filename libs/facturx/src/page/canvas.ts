import type { PreparedFont, Weight } from '../fonts/font-book.js';
import { glyphRuns, widthOf } from '../fonts/set-text.js';

/** A colour as PDF operands in the RGB space of the output intent, 0 to 1. */
export type Colour = string;

export interface TextStyle {
  readonly size: number;
  readonly weight: Weight;
  readonly colour: Colour;
}

/** A4 in points. */
export const PAGE_WIDTH = 595.28;
export const PAGE_HEIGHT = 841.89;

const round = (value: number): number => Math.round(value * 100) / 100;

/** One page being drawn. Coordinates are points from the top left corner; text stands on its base line. */
export class Canvas {
  private readonly operators: string[] = [];
  private colour = '';

  constructor(private readonly fonts: Map<string, PreparedFont>) {}

  /** Text that starts at `x`. */
  text(x: number, y: number, text: string, style: TextStyle): void {
    if (text === '') return;
    this.fill(style.colour);
    let shown = '';
    for (const run of glyphRuns(text, style.weight)) {
      this.fonts.set(run.font.name, run.font);
      shown += `/${run.font.name} ${style.size} Tf(${run.shown})Tj `;
    }
    this.operators.push(`BT ${round(x)} ${round(PAGE_HEIGHT - y)} Td ${shown}ET`);
  }

  /** Text that ends at `x`. */
  textTo(x: number, y: number, text: string, style: TextStyle): void {
    this.text(x - widthOf(text, style.size, style.weight), y, text, style);
  }

  /** A filled rectangle; `y` is its upper edge. */
  box(x: number, y: number, width: number, height: number, colour: Colour): void {
    this.fill(colour);
    this.operators.push(`${round(x)} ${round(PAGE_HEIGHT - y - height)} ${round(width)} ${round(height)} re f`);
  }

  /** A horizontal rule, drawn as a box so that it prints in its exact thickness. */
  rule(x: number, y: number, width: number, colour: Colour, thickness = 0.5): void {
    this.box(x, y - thickness / 2, width, thickness, colour);
  }

  /** Operators in a coordinate system whose origin is (x, y), y growing downward, one unit being `unit` points. */
  scaled(x: number, y: number, unit: number, colour: Colour, operators: string): void {
    this.fill(colour);
    this.operators.push(`q ${round(unit)} 0 0 ${-round(unit)} ${round(x)} ${round(PAGE_HEIGHT - y)} cm ${operators} Q`);
  }

  image(x: number, y: number, width: number, height: number, name: string): void {
    this.operators.push(
      `q ${round(width)} 0 0 ${round(height)} ${round(x)} ${round(PAGE_HEIGHT - y - height)} cm/${name} Do Q`,
    );
  }

  content(): string {
    return this.operators.join('\n');
  }

  private fill(colour: Colour): void {
    if (this.colour === colour) return;
    this.colour = colour;
    this.operators.push(`${colour} rg`);
  }
}
