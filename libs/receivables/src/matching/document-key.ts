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
export function isNeighbour(left: string, right: string): boolean {
  if (Math.abs(left.length - right.length) > 2) return false;
  if (left === right) return true;
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

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
