import { Decimal, type Problem } from '#kernel';
import { EntryReferences, type EntryDraft } from './entry-reference.js';
import { statementProblem } from './statement-problem.js';
import type { BankStatement } from './statement.js';

export type StatementDraft = Omit<BankStatement, 'entries'> & { readonly entries: readonly EntryDraft[] };

/**
 * Completes what readers produce: entry references and the checks that hold for every format. A statement that goes on
 * where another of the same file ends (same account, opening = closing) shares its count of equal bookings.
 */
export function finishStatements(drafts: readonly StatementDraft[]): BankStatement[] {
  const references = new Map<string, EntryReferences>();
  let previous: StatementDraft | undefined;
  return drafts.map((draft) => {
    const key = `${draft.account.ref}|${draft.currency}`;
    if (previous === undefined || !continues(previous, draft)) references.delete(key);
    const counter = references.get(key) ?? new EntryReferences();
    references.set(key, counter);
    const findings = [...draft.findings, ...balanceFindings(draft), ...chainFindings(previous, draft)];
    previous = draft;
    return {
      ...draft,
      findings,
      entries: draft.entries.map((entry) => ({ ...entry, reference: counter.reference(entry) })),
    };
  });
}

function sameAccount(left: StatementDraft, right: StatementDraft): boolean {
  return left.account.ref === right.account.ref && left.currency === right.currency;
}

function continues(previous: StatementDraft, next: StatementDraft): boolean {
  if (!sameAccount(previous, next)) return false;
  if (previous.closing === undefined || next.opening === undefined) return true;
  return previous.closing.amount.equals(next.opening.amount);
}

function chainFindings(previous: StatementDraft | undefined, next: StatementDraft): Problem[] {
  if (previous === undefined || continues(previous, next) || !sameAccount(previous, next)) return [];
  const value = `${previous.closing?.amount.toString()} / ${next.opening?.amount.toString()}`;
  return [statementProblem('STATEMENT.CHAIN_BROKEN', { field: next.statementRef, value })];
}

/** Opening + booked entries = closing; only where both balances are stated in the statement's own currency. */
function balanceFindings(draft: StatementDraft): Problem[] {
  const { opening, closing } = draft;
  if (opening === undefined || closing === undefined) return [];
  if (opening.currency !== closing.currency || draft.entries.some((entry) => entry.currency !== opening.currency)) {
    const value = [...new Set([opening.currency, closing.currency, ...draft.entries.map((e) => e.currency)])].join(' ');
    return [statementProblem('STATEMENT.BALANCE_CURRENCY', { value })];
  }
  const booked = draft.entries.filter((entry) => entry.status === 'booked').map((entry) => entry.amount);
  const computed = Decimal.sum([opening.amount, ...booked]);
  if (computed.equals(closing.amount)) return [];
  const value = `${opening.amount.toString()} + ${Decimal.sum(booked).toString()} ≠ ${closing.amount.toString()}`;
  return [statementProblem('STATEMENT.BALANCE_BROKEN', { field: draft.statementRef, value })];
}
