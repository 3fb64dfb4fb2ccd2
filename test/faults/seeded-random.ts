const SEED = Number(process.env['FACTEUR_SEED'] ?? Date.now() % 1_000_000_000);

/**
 * Random numbers that can be drawn again: FACTEUR_SEED, else the time. The seed is printed with the suite's name. Suites that draw
 * at the same time take a stream each, so that neither depends on the other's pace.
 */
export function seededRandom(stream = 0): { readonly random: () => number; readonly seed: number } {
  const seed = SEED + stream;
  let state = seed >>> 0;
  // mulberry32, a public-domain generator: good enough to choose instants and bytes.
  const random = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { random, seed };
}
