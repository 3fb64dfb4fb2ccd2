import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { FacteurError } from '#kernel';
import { asStoreError, isLostRace } from './store-errors.js';

const MAX_ATTEMPTS = 6;
const PAUSE_MS = 5;
const current = new AsyncLocalStorage<{ isOpen: boolean }>();

/**
 * Runs one attempt after another until it is not lost to a concurrent transaction (serialization failure, deadlock), with
 * growing random pauses in between.
 * @throws FacteurError `STORE.NESTED_TRANSACTION` when called inside another transaction's work: with one connection it would
 * wait for itself, with a pool it could starve it.
 */
export async function inTransactionScope<T>(attempt: () => Promise<T>): Promise<T> {
  if (current.getStore()?.isOpen)
    throw new FacteurError('STORE.NESTED_TRANSACTION', 'defect', 'A transaction was opened inside another one');
  for (let count = 1; ; count += 1) {
    const scope = { isOpen: true };
    try {
      return await current.run(scope, attempt);
    } catch (thrown) {
      if (count >= MAX_ATTEMPTS || !isLostRace(thrown)) throw asStoreError(thrown);
    } finally {
      scope.isOpen = false;
    }
    await pause(Math.random() * PAUSE_MS * 2 ** count);
  }
}
