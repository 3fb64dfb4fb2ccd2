/** Level M of ISO/IEC 18004 table 9 by version: error correction bytes a block, [blocks, data bytes a block]. */
export const BLOCKS_M: readonly {
  readonly checkBytes: number;
  readonly groups: readonly (readonly [number, number])[];
}[] = [
  { checkBytes: 10, groups: [[1, 16]] },
  { checkBytes: 16, groups: [[1, 28]] },
  { checkBytes: 26, groups: [[1, 44]] },
  { checkBytes: 18, groups: [[2, 32]] },
  { checkBytes: 24, groups: [[2, 43]] },
  { checkBytes: 16, groups: [[4, 27]] },
  { checkBytes: 18, groups: [[4, 31]] },
  {
    checkBytes: 22,
    groups: [
      [2, 38],
      [2, 39],
    ],
  },
  {
    checkBytes: 22,
    groups: [
      [3, 36],
      [2, 37],
    ],
  },
  {
    checkBytes: 26,
    groups: [
      [4, 43],
      [1, 44],
    ],
  },
  {
    checkBytes: 30,
    groups: [
      [1, 50],
      [4, 51],
    ],
  },
  {
    checkBytes: 22,
    groups: [
      [6, 36],
      [2, 37],
    ],
  },
  {
    checkBytes: 22,
    groups: [
      [8, 37],
      [1, 38],
    ],
  },
];

/** Centres of alignment patterns beside 6 (annex E). */
const ALIGNMENT: readonly (readonly number[])[] = [
  [],
  [18],
  [22],
  [26],
  [30],
  [34],
  [22, 38],
  [24, 42],
  [26, 46],
  [28, 50],
  [30, 54],
  [32, 58],
  [34, 62],
];

/** What is the same in every symbol of a version. Cells are numbered row by row. */
export interface QrLayout {
  readonly size: number;
  /** Finder, timing and alignment patterns and version information; 1 is dark. */
  readonly fixed: Uint8Array;
  /** Cells for data bits in the order they are filled. */
  readonly order: Uint16Array;
  /** For each of the 8 masks: 1 where a data cell is inverted. */
  readonly masks: readonly Uint8Array[];
}

const layouts: (QrLayout | undefined)[] = [];

export function qrLayout(version: number): QrLayout {
  return (layouts[version] ??= buildLayout(version));
}

const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (((x / 3) | 0) + ((y / 2) | 0)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

function buildLayout(version: number): QrLayout {
  const size = version * 4 + 17;
  const fixed = new Uint8Array(size * size);
  const taken = new Uint8Array(size * size);
  const set = (x: number, y: number, dark: boolean): void => {
    if (x < 0 || y < 0 || x >= size || y >= size) return;
    taken[y * size + x] = 1;
    fixed[y * size + x] = dark ? 1 : 0;
  };
  for (let at = 0; at < size; at += 1) {
    set(6, at, at % 2 === 0);
    set(at, 6, at % 2 === 0);
  }
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    ring(set, x, y, 4, (distance) => distance !== 2 && distance !== 4);
  const centres = version === 1 ? [] : [6, ...(ALIGNMENT[version - 1] as number[])];
  for (const x of centres)
    for (const y of centres) {
      const corner = (x === 6 && y === 6) || (x === 6 && y === size - 7) || (x === size - 7 && y === 6);
      if (!corner) ring(set, x, y, 2, (distance) => distance !== 1);
    }
  for (let at = 0; at < 9; at += 1)
    for (const [x, y] of [
      [8, at],
      [at, 8],
      [size - 1 - at, 8],
      [8, size - 1 - at],
    ] as const) {
      // Format information is written per symbol; here its cells are only kept free. The timing pattern stays.
      if (x !== 6 && y !== 6 && at < (x >= size - 9 || y >= size - 9 ? 8 : 9) && taken[y * size + x] === 0)
        set(x, y, false);
    }
  set(8, size - 8, true);
  if (version >= 7) versionInformation(set, version, size);
  const order = fillOrder(taken, size);
  const masks = MASKS.map((inverts) => {
    const mask = new Uint8Array(size * size);
    for (const cell of order) mask[cell] = inverts(cell % size, Math.floor(cell / size)) ? 1 : 0;
    return mask;
  });
  return { size, fixed, order, masks };
}

type SetCell = (x: number, y: number, dark: boolean) => void;

function ring(set: SetCell, x: number, y: number, reach: number, dark: (distance: number) => boolean): void {
  for (let dx = -reach; dx <= reach; dx += 1) {
    for (let dy = -reach; dy <= reach; dy += 1) set(x + dx, y + dy, dark(Math.max(Math.abs(dx), Math.abs(dy))));
  }
}

/** 18 bits with a Golay code, generator 0x1F25 (7.10). */
function versionInformation(set: SetCell, version: number, size: number): void {
  let rest = version;
  for (let step = 0; step < 12; step += 1) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let index = 0; index < 18; index += 1) {
    const [near, far] = [Math.floor(index / 3), size - 11 + (index % 3)];
    set(far, near, ((bits >> index) & 1) === 1);
    set(near, far, ((bits >> index) & 1) === 1);
  }
}

/** Two columns at a time from the right, upward and downward by turns, past the vertical timing pattern (7.7.3). */
function fillOrder(taken: Uint8Array, size: number): Uint16Array {
  const order: number[] = [];
  let upward = true;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      const y = upward ? size - 1 - step : step;
      for (const x of [right, right - 1]) if (taken[y * size + x] === 0) order.push(y * size + x);
    }
    upward = !upward;
  }
  return Uint16Array.from(order);
}
