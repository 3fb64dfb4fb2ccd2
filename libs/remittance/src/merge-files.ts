import type { BankEntry } from './entry.js';
import { joinDetails } from './join-notification.js';
import type { BankStatement } from './statement.js';

/** The statements of one file without what another file says better. */
export interface MergedFile {
  readonly statements: readonly BankStatement[];
  /** Entries that another file holds: an overlapping or repeated statement, a booking now final, a notification of a booking. */
  readonly repeated: number;
  /** Notified entries that may be bookings of another file, but nobody can say which: they are left as they are. */
  readonly doubtful: number;
}

/**
 * Several files read together: camt.054 detail goes to its camt.053 entry, and an entry that two files report stands once, where it
 * is booked rather than pending, and in the statement rather than in its notification. Entries of one file are all its own.
 * Statements without an account are left as they are: nothing says whose entries they hold.
 */
export function mergeFiles(files: readonly (readonly BankStatement[])[]): readonly MergedFile[] {
  const notifications = files.flat().filter((statement) => statement.format === 'camt.054');
  const used = new Set<BankEntry>();
  const unclear = new Set<BankEntry>();
  const joined = files.map((statements) =>
    statements.map((statement) => {
      if (statement.format === 'camt.054') return statement;
      const complete = joinDetails(statement, notifications);
      for (const entry of complete.used) used.add(entry);
      for (const entry of complete.doubtful) unclear.add(entry);
      return complete.statement;
    }),
  );
  const holders = new Map<string, { file: number; rank: number }>();
  joined.forEach((statements, file) => {
    for (const [key, rank] of statements.flatMap(rankedEntries)) {
      const known = holders.get(key);
      if (known === undefined || rank < known.rank) holders.set(key, { file, rank });
    }
  });
  return joined.map((statements, file) => {
    let repeated = 0;
    const left = statements.map((statement) => {
      const entries = statement.entries.filter((entry) => {
        const key = keyOf(statement, entry);
        return !used.has(entry) && (key === undefined || holders.get(key)?.file === file);
      });
      repeated += statement.entries.length - entries.length;
      return { ...statement, entries };
    });
    const doubtful = left.flatMap((each) => each.entries).filter((entry) => unclear.has(entry)).length;
    return { statements: left, repeated, doubtful };
  });
}

function rankedEntries(statement: BankStatement): [string, number][] {
  return statement.entries.flatMap((entry): [string, number][] => {
    const key = keyOf(statement, entry);
    const rank = (entry.status === 'booked' ? 0 : 2) + (statement.format === 'camt.054' ? 1 : 0);
    return key === undefined ? [] : [[key, rank]];
  });
}

function keyOf({ account }: BankStatement, { reference }: BankEntry): string | undefined {
  return account.ref === '' ? undefined : `${account.ref}|${reference}`;
}
