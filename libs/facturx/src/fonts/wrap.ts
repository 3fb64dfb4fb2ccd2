import type { Weight } from './font-book.js';
import { typeset, widthOf } from './set-text.js';

/**
 * Breaks text into lines no wider than `width` points: at line feeds, at spaces (not at no-break ones), after hyphens and
 * slashes, and inside a word that is wider than a whole line. An empty text gives no line.
 */
export function wrap(text: string, width: number, size: number, weight: Weight = 'regular'): string[] {
  const clean = typeset(text).trim();
  if (clean === '') return [];
  if (!clean.includes('\n') && widthOf(clean, size, weight) <= width) return [clean];
  return clean.split('\n').flatMap((paragraph) => wrapParagraph(paragraph.trimEnd(), width, size, weight));
}

function wrapParagraph(paragraph: string, width: number, size: number, weight: Weight): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const piece of pieces(paragraph)) {
    const own = widthOf(piece.trimEnd(), size, weight);
    if (line !== '' && used + own > width) {
      lines.push(line.trimEnd());
      line = '';
      used = 0;
    }
    if (own <= width) {
      line += piece;
      used += widthOf(piece, size, weight);
      continue;
    }
    const cut = chop(piece, width, size, weight);
    lines.push(...cut.slice(0, -1));
    line = cut[cut.length - 1] as string;
    used = widthOf(line, size, weight);
  }
  lines.push(line.trimEnd());
  return lines;
}

/** Pieces that may not be parted: a word with the spaces, hyphen or slash that follow it; an e-mail address stays whole. */
function pieces(paragraph: string): string[] {
  if (paragraph.includes('@'))
    return paragraph.match(/[^ ]+ *| +/g)?.flatMap((word) => (word.includes('@') ? [word] : split(word))) ?? [];
  return split(paragraph);
}

function split(paragraph: string): string[] {
  return paragraph.match(/[^ \-/]*(?:[-/]+(?![0-9])| +|[-/]+|$)/g)?.filter((piece) => piece !== '') ?? [];
}

/** Where an address for e-mail or the web may be cut so that it is still read as one. */
const SEAM = /[@._/?&=:]/;

/** A word that is wider than the line, cut behind the last sign that parts an address, else where the line is full. */
function chop(word: string, width: number, size: number, weight: Weight): string[] {
  const cut: string[] = [];
  let start = 0;
  let used = 0;
  for (let index = 0; index < word.length; index += 1) {
    const own = widthOf(word[index] as string, size, weight);
    if (used + own > width && index > start) {
      const seam = lastSeam(word, start, index);
      cut.push(word.slice(start, seam));
      start = seam;
      used = widthOf(word.slice(start, index), size, weight);
    }
    used += own;
  }
  cut.push(word.slice(start));
  return cut;
}

/** Behind the last seam of the stretch, unless the line would be less than a third full. */
function lastSeam(word: string, start: number, end: number): number {
  for (let at = end; at > start + (end - start) / 3; at -= 1) if (SEAM.test(word[at - 1] as string)) return at;
  return end;
}
