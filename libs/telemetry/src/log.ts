import { pino, type Logger } from 'pino';
import type { Log } from '#ports';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** Fact names whose values never reach a log line, at any depth up to two. */
const SECRET_FACTS = ['password', 'secret', 'token', 'authorization', 'apiKey', 'passphrase', 'privateKey', 'key'];

/** JSON log lines on standard output (or `destination`), one event a line: `{"level","time","event",…facts}`. */
export function createLog(
  level: LogLevel,
  destination?: { write(line: string): void },
): Log & { readonly logger: Logger } {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: SECRET_FACTS.flatMap((name) => [name, `*.${name}`]), censor: '[hidden]' },
  };
  const logger = destination ? pino(options, destination) : pino(options);
  return {
    logger,
    info: (event, facts) => logger.info({ event, ...facts }),
    warn: (event, facts) => logger.warn({ event, ...facts }),
    error: (event, facts) => logger.error({ event, ...facts }),
  };
}
