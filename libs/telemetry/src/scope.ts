import { AsyncLocalStorage } from 'node:async_hooks';
import type { Span } from '@opentelemetry/api';

/** On whose behalf and about what the code at hand runs: what log lines, counters and traces say of it. */
export interface Scope {
  tenantId?: string;
  correlationId?: string;
  /** The span in progress; what begins now is a part of it. */
  span?: Span;
}

const scopes = new AsyncLocalStorage<Scope>();

/** Runs the work, and everything it awaits, in this scope; what it does not say is inherited. */
export function inScope<T>(scope: Scope, work: () => T): T {
  return scopes.run({ ...scopes.getStore(), ...scope }, work);
}

/** The scope in force; an empty one outside any. Its holder may fill in what it learns later, as a request its tenant. */
export function currentScope(): Scope {
  return scopes.getStore() ?? {};
}

/** The tenant on whose behalf the code at hand runs, as a label; `none` outside any. */
export function tenantLabel(): string {
  return currentScope().tenantId ?? 'none';
}
