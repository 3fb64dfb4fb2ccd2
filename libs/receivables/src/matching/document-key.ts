/** A document number as it is compared: upper case, letters and digits only. `FA-2026/0001` and `fa 2026 0001` are one. */
export function documentKey(number: string): string {
  return number.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

/** The shape of a number: its letters kept, every digit a `#`. Tells a number of ours that we do not know from other text. */
export function shapeOf(key: string): string {
  return key.replace(/\d/g, '#');
}

/**
 * Whether a number says enough to point at a document by itself: at least six characters with four digits. `100` or `A12`
 * stand in amounts, dates and addresses.
 */
export function isDistinctive(key: string): boolean {
  return key.length >= 6 && key.replace(/\D/g, '').length >= 4;
}

/** Whether one number can become the other by at most two slips: wrong, missing, extra or swapped characters. */
export function isNeighbour(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 2) return false;
  if (one === other) return true;
  const { left, right } = withoutCommonEnds(one, other);
  let previous = Array.from({ length: right.length + 1 }, (_, at) => at);
  let before: number[] = [];
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const cost = left[row - 1] === right[column - 1] ? 0 : 1;
      let best = Math.min(at(previous, column) + 1, at(current, column - 1) + 1, at(previous, column - 1) + cost);
      const isSwap =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (isSwap) best = Math.min(best, at(before, column - 2) + 1);
      current.push(best);
    }
    if (Math.min(...current) > 2) return false;
    before = previous;
    previous = current;
  }
  return at(previous, right.length) <= 2;
}

/** Equal beginnings and ends cost nothing, and running numbers differ only in the middle. */
function withoutCommonEnds(one: string, other: string): { left: string; right: string } {
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < shorter - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end += 1;
  return { left: one.slice(start, one.length - end), right: other.slice(start, other.length - end) };
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
