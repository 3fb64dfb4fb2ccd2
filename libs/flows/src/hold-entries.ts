import { newId } from '#kernel';
import type { Parcel, Transaction } from '#ports';
import type { BankStatement } from '#remittance';
import type { FlowContext } from './context.js';
import type { HeldEntry } from './join-reports.js';

/**
 * Keeps entries that may be money another message told already: they are not matched until a person says what they are. Answers how
 * many there are.
 */
export async function holdEntries(
  context: FlowContext,
  tx: Transaction,
  from: { readonly statementId: string; readonly statement: BankStatement; readonly parcel: Parcel },
  held: readonly HeldEntry[],
): Promise<number> {
  const { correlationId } = from.parcel;
  const wanted = held.map(({ entry }) => ({ id: newId(), entry, correlationId }));
  const rows = await tx.cash.addEntries(from.statementId, from.statement.account.ref, wanted);
  await tx.cash.settle(rows.map(({ id }) => ({ id, state: 'held' })));
  const candidatesOf = new Map(held.map(({ entry, candidates }) => [entry.reference, candidates]));
  for (const row of rows) {
    const candidates = candidatesOf.get(row.entryRef) ?? [];
    await tx.timeline.append({
      subject: 'entry',
      subjectId: row.id,
      type: 'entry.held',
      at: context.clock.now(),
      correlationId,
      data: {
        ...{ amount: row.amount.toString(), currency: row.currency, format: from.statement.format },
        candidates: candidates.map(({ id }) => id),
      },
    });
  }
  return rows.length;
}
