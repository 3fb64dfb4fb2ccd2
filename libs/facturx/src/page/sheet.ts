import type { Invoice } from '#invoice';
import type { PreparedFont } from '../fonts/font-book.js';
import type { PreparedImage } from '../image/prepared-image.js';
import { Canvas, PAGE_HEIGHT, PAGE_WIDTH, type Colour, type TextStyle } from './canvas.js';
import type { Words } from './words.js';

export const LEFT = 50;
export const RIGHT = PAGE_WIDTH - 50;
export const WIDTH = RIGHT - LEFT;
const TOP = 46;
/** Nothing of the body stands below; the footer has the rest. */
export const BOTTOM = PAGE_HEIGHT - 66;

const INK: Colour = '0.13 0.15 0.18';
const GREY: Colour = '0.4 0.43 0.47';

/** The few styles of the page. */
export interface Styles {
  readonly body: TextStyle;
  readonly strong: TextStyle;
  readonly small: TextStyle;
  readonly smallInk: TextStyle;
  readonly label: TextStyle;
  readonly heading: TextStyle;
  readonly accent: Colour;
  readonly rule: Colour;
  readonly tint: Colour;
}

export function stylesFor(accent: Colour): Styles {
  return {
    body: { size: 9.5, weight: 'regular', colour: INK },
    strong: { size: 9.5, weight: 'bold', colour: INK },
    small: { size: 8.2, weight: 'regular', colour: GREY },
    smallInk: { size: 8.8, weight: 'regular', colour: INK },
    label: { size: 8, weight: 'regular', colour: GREY },
    heading: { size: 9, weight: 'bold', colour: accent },
    accent,
    rule: '0.85 0.87 0.89',
    tint: '0.955 0.962 0.97',
  };
}

/** Everything the sections of a page read. */
export interface Draft {
  readonly invoice: Invoice;
  readonly words: Words;
  readonly styles: Styles;
  readonly logo?: PreparedImage;
}

/** The pages of one document while they are filled from top to bottom. */
export class Sheet {
  readonly pages: Canvas[] = [];
  readonly fonts = new Map<string, PreparedFont>();
  y = TOP;
  /** Drawn at the head of every page that follows; sections set it while they run over a page end. */
  private readonly heads: ((sheet: Sheet) => void)[] = [];

  constructor(private readonly runningHead: (sheet: Sheet) => void) {
    this.pages.push(new Canvas(this.fonts));
  }

  get page(): Canvas {
    return this.pages[this.pages.length - 1] as Canvas;
  }

  get room(): number {
    return BOTTOM - this.y;
  }

  /** Starts a new page when fewer than `height` points are left. */
  need(height: number): void {
    if (height > this.room) this.turn();
  }

  turn(): void {
    this.pages.push(new Canvas(this.fonts));
    this.y = TOP;
    this.runningHead(this);
    for (const head of this.heads) head(this);
  }

  /** Runs a section that repeats `head` on each page it continues on. */
  withHead(head: (sheet: Sheet) => void, section: () => void): void {
    this.heads.push(head);
    section();
    this.heads.pop();
  }
}
