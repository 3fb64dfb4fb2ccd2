import { FacteurError } from '#kernel';
import type { Colour } from './canvas.js';

/** Ink blue. */
export const DEFAULT_COLOUR = `#1f3f5b`;

/** `#rrggbb` as PDF operands; a colour on which white text cannot be read (contrast under 3:1, WCAG 2.2) is refused. */
export function colourOf(text: string): Colour {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  const parts = match?.slice(1).map((hex) => parseInt(hex, 16) / 255);
  if (!parts)
    throw new FacteurError('FACTURX.COLOUR', 'input', 'A colour is written #rrggbb', { value: text.slice(0, 20) });
  const [red, green, blue] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  const luminance = 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
  if (1.05 / (luminance + 0.05) < 3) {
    throw new FacteurError('FACTURX.COLOUR', 'input', 'The colour is too light for white text', { value: text });
  }
  return parts.map((part) => Number(part.toFixed(3))).join(' ');
}
