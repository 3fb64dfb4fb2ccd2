import { pino, type Logger } from 'pino';
import type { Log } from '#ports';
import { redacted } from './redact.js';
import { currentScope } from './scope.js';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/**
 * JSON log lines on standard output (or `destination`), one event a line: `{"level","time","event","tenant","correlationId",…facts}`.
 * Tenant and correlation id are those of the scope, unless the facts say otherwise. Facts whose names tell of secrets or of
 * people are hidden at any depth; bank accounts, mail addresses, keys and passwords in addresses are masked inside texts.
 */
export function createLog(
  level: LogLevel,
  destination?: { write(line: string): void },
): Log & { readonly logger: Logger } {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const logger = destination ? pino(options, destination) : pino(options);
  const line = (event: string, facts?: Readonly<Record<string, unknown>>) => {
    const { tenantId, correlationId } = currentScope();
    return {
      event,
      ...(tenantId && { tenant: tenantId }),
      ...(correlationId && { correlationId }),
      ...redacted(facts),
    };
  };
  const write = (at: 'info' | 'warn' | 'error') => (event: string, facts?: Readonly<Record<string, unknown>>) => {
    if (logger.isLevelEnabled(at)) logger[at](line(event, facts));
  };
  return { logger, info: write('info'), warn: write('warn'), error: write('error') };
}
