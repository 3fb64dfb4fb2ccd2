/** Numbers that a seed decides, so that a run can be repeated. */
export interface Random {
  /** A whole number from 0 up to, not including, `below`. */
  below(below: number): number;
  pick<T>(from: readonly T[]): T;
}

/** mulberry32: small, and good enough to choose what to change. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return { below, pick: (from) => from[below(from.length)] as (typeof from)[number] };
}

/** FACTEUR_SEED, or one from the clock. */
export function seedOfRun(): number {
  const given = Number(process.env['FACTEUR_SEED']);
  return Number.isInteger(given) && process.env['FACTEUR_SEED'] ? given : Date.now() % 1_000_000_000;
}
