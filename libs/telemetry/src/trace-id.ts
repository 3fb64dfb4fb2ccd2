import { createHash } from 'node:crypto';

/**
 * The trace of everything that follows from one arrival: its correlation id, which every job and timeline row carries, written as
 * a trace id (W3C Trace Context: 32 hexadecimal digits). So one trace goes on across processes, batches and restarts without any
 * other state; `facteur trace` and a tracing backend name the same thing alike.
 */
export function traceIdOf(correlationId: string): string {
  const hex = correlationId.replaceAll('-', '').toLowerCase();
  return /^[0-9a-f]{32}$/.test(hex) && !/^0+$/.test(hex) ? hex : digest(correlationId).slice(0, 32);
}

/** The span of the arrival itself, which all others hang on: known to every process without asking. */
export function rootSpanIdOf(correlationId: string): string {
  return digest(`root ${correlationId}`).slice(0, 16);
}

/** The instant that a version 7 UUID was made at; undefined for any other text. */
export function instantOf(id: string): Date | undefined {
  const found = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.exec(id);
  return found ? new Date(Number.parseInt(`${found[1]}${found[2]}`, 16)) : undefined;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
