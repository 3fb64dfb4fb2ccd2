/** What a just-in-time compiler takes to settle, with compilation in threads whose time counts too. The same for peers. */
const WARM_UP_MS = 1_500;

/** Milliseconds of CPU of this process a call, so that a busy machine disturbs less: the median of five rounds, warm. */
export function cost(work: () => unknown, slotMs = 200): number {
  for (const until = performance.now() + WARM_UP_MS; performance.now() < until;) work();
  const rounds = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    const started = performance.now();
    let calls = 0;
    do {
      work();
      calls += 1;
    } while (performance.now() - started < slotMs);
    return spent(before) / calls;
  });
  return rounds.sort((one, other) => one - other)[2] as number;
}

/** As `cost`, for work that answers later. */
export async function costOf(work: () => Promise<unknown>, slotMs = 200): Promise<number> {
  for (const until = performance.now() + WARM_UP_MS; performance.now() < until;) await work();
  const rounds: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const before = process.cpuUsage();
    const started = performance.now();
    let calls = 0;
    do {
      await work();
      calls += 1;
    } while (performance.now() - started < slotMs);
    rounds.push(spent(before) / calls);
  }
  return rounds.sort((one, other) => one - other)[2] as number;
}

function spent(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

export const show = (ms: number): string => (ms < 0.1 ? ms.toFixed(4) : ms < 10 ? ms.toFixed(3) : ms.toFixed(1));
