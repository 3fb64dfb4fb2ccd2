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

/** Pieces that may not be parted: a word with the spaces, hyphen or slash that follow it. */
function pieces(paragraph: string): string[] {
  return paragraph.match(/[^ \-/]*(?:[-/]+(?![0-9])| +|[-/]+|$)/g)?.filter((piece) => piece !== '') ?? [];
}

/** A word that is wider than the line, cut where the line is full. */
function chop(word: string, width: number, size: number, weight: Weight): string[] {
  const cut: string[] = [];
  let start = 0;
  let used = 0;
  for (let index = 0; index < word.length; index += 1) {
    const own = widthOf(word[index] as string, size, weight);
    if (used + own > width && index > start) {
      cut.push(word.slice(start, index));
      start = index;
      used = 0;
    }
    used += own;
  }
  cut.push(word.slice(start));
  return cut;
}
