import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Store } from '#ports';
import type { Instruments } from '#telemetry';

const TIMEOUT_MS = 1_000;

/** Asks database and Redis whether they are there, and says so in the gauges. Never throws. */
export async function probeServices(
  store: Store,
  redisUrl: string | undefined,
  { gauges }: Instruments,
): Promise<void> {
  const started = performance.now();
  const [isDatabaseUp, isRedisUp] = await Promise.all([
    within(store.ping().then(() => true)),
    redisUrl === undefined ? undefined : within(answersPing(redisUrl)),
  ]);
  gauges.databaseUp.set(isDatabaseUp ? 1 : 0);
  gauges.databasePing.set((performance.now() - started) / 1000);
  if (isRedisUp !== undefined) gauges.redisUp.set(isRedisUp ? 1 : 0);
}

async function within(answer: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), TIMEOUT_MS);
  });
  try {
    return await Promise.race([answer.catch(() => false), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Any answer in Redis's protocol will do: `+PONG`, or that a password is wanted. */
function answersPing(url: string): Promise<boolean> {
  const { hostname, port, protocol } = new URL(url);
  const to = { host: hostname, port: Number(port || 6379) };
  return new Promise((resolve) => {
    const socket = protocol === 'rediss:' ? connectTls({ ...to, servername: hostname }) : connect(to);
    const settle = (isUp: boolean) => {
      socket.destroy();
      resolve(isUp);
    };
    socket.setTimeout(TIMEOUT_MS, () => settle(false));
    socket.once('error', () => settle(false));
    socket.once('data', (chunk: Buffer) => settle(/^[+-]/.test(chunk.toString('latin1'))));
    socket.write('PING\r\n');
  });
}
