/**
 * Waits for SIGINT or SIGTERM, then stops cleanly. A second signal, or twenty seconds without an end, ends the process at once:
 * nothing is lost by that, it only leaves work to the next start.
 */
export async function runUntilSignal(stop: () => Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  const giveUp = () => process.exit(1);
  process.once('SIGINT', giveUp);
  process.once('SIGTERM', giveUp);
  setTimeout(giveUp, 20_000).unref();
  await stop();
  process.exit(0);
}
