/** What a bounded search found. `isComplete` is true when every subset was considered, so a count below the limit is exact. */
export interface SubsetResult {
  /** Indices into the values, each solution in ascending order. */
  readonly solutions: readonly (readonly number[])[];
  readonly isComplete: boolean;
}

export interface SubsetBounds {
  readonly maxValues: number;
  /** Sums that may be formed for one half of the values. */
  readonly maxSteps: number;
  /** The search stops after this many solutions. */
  readonly limit: number;
}

const MAX_CANDIDATES = 1_000;

/**
 * Subsets of whole numbers (negatives allowed) whose sum is `target`, by meeting in the middle: the sums of one half are
 * sorted, each sum of the other half looks for its complement. `isValid` drops combinations that make no sense, such as a
 * discount without its invoice. The empty subset counts when the target is 0.
 */
export function findSubsets(
  values: readonly number[],
  target: number,
  bounds: SubsetBounds,
  isValid: (indices: readonly number[]) => boolean = () => true,
): SubsetResult {
  const half = values.length >> 1;
  if (values.length > bounds.maxValues || 2 ** (values.length - half) > bounds.maxSteps)
    return { solutions: [], isComplete: false };
  const left = sumsOf(values.slice(0, half));
  const right = sumsOf(values.slice(half));
  const sorted = Float64Array.from(right).sort();
  const solutions: number[][] = [];
  let candidates = 0;
  for (let mask = 0; mask < left.length; mask += 1) {
    const wanted = target - (left[mask] ?? 0);
    if (!includes(sorted, wanted)) continue;
    for (let other = 0; other < right.length; other += 1) {
      if (right[other] !== wanted) continue;
      candidates += 1;
      const indices = [...bitsOf(mask, 0), ...bitsOf(other, half)];
      if (isValid(indices)) solutions.push(indices);
      if (solutions.length >= bounds.limit || candidates >= MAX_CANDIDATES) return { solutions, isComplete: false };
    }
  }
  return { solutions, isComplete: true };
}

/** Sums of all subsets; the bit pattern of the position says which values are in. */
function sumsOf(values: readonly number[]): Float64Array {
  const sums = new Float64Array(2 ** values.length);
  let filled = 1;
  for (const value of values) {
    for (let at = 0; at < filled; at += 1) sums[filled + at] = (sums[at] ?? 0) + value;
    filled *= 2;
  }
  return sums;
}

function includes(sorted: Float64Array, wanted: number): boolean {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const value = sorted[middle] ?? 0;
    if (value === wanted) return true;
    if (value < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}

function bitsOf(mask: number, offset: number): number[] {
  const bits: number[] = [];
  for (let at = 0; mask >> at > 0; at += 1) if ((mask >> at) & 1) bits.push(at + offset);
  return bits;
}
