import type { EntryRow, Transaction } from '#ports';
import { documentKey } from '#receivables';
import type { RemittanceAdvice } from '#remittance';
import type { FlowContext } from './context.js';
import { MatchingRun } from './match-entries.js';
import { referencesOf } from './advice-references.js';

/** Entries that wait for a person, as many as are looked through when an advice comes. */
const MAX_WAITING = 1000;

/** Matches again the waiting entries whose references these advices carry; answers how many. */
export async function rematchWaiting(
  context: FlowContext,
  tx: Transaction,
  advices: readonly RemittanceAdvice[],
): Promise<number> {
  const keys = new Set(advices.flatMap(referencesOf));
  if (keys.size === 0) return 0;
  const waiting = (await waitingEntries(tx)).filter((row) => refsOf(row).some((key) => keys.has(key)));
  if (waiting.length === 0) return 0;
  for (const row of waiting) {
    for (const proposal of await tx.proposals.byEntry(row.id)) {
      if (proposal.state === 'open') await tx.proposals.setState(proposal.id, 'rejected');
    }
  }
  await MatchingRun.over(context, tx, waiting);
  return waiting.length;
}

async function waitingEntries(tx: Transaction): Promise<EntryRow[]> {
  const rows: EntryRow[] = [];
  for (const state of ['proposed', 'unmatched'] as const) {
    let cursor: string | undefined;
    do {
      const page = await tx.cash.listEntries({ limit: 200, state, cursor });
      rows.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== undefined && rows.length < MAX_WAITING);
  }
  return rows;
}

function refsOf({ entry }: EntryRow): string[] {
  const refs = [entry.endToEndId, entry.instructionId, entry.transactionId];
  return [...refs, ...entry.structuredReferences.map((one) => one.reference)]
    .filter((ref) => ref !== undefined)
    .map(documentKey);
}
