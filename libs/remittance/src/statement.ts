import type { Decimal, LocalDate, Problem } from '#kernel';
import type { BankEntry } from './entry.js';

/** The formats a statement can arrive in. `camt.05x` covers all message versions; the exact one stands in `messageVersion`. */
export type StatementFormat =
  'camt.052' | 'camt.053' | 'camt.054' | 'mt940' | 'mt942' | 'cfonb120' | 'bai2' | 'ofx' | 'csv';

/** Our own account at the bank. `ref` is what identifies it in this file: the IBAN where there is one, else the bank's own number. */
export interface BankAccount {
  readonly ref: string;
  readonly iban?: string;
  readonly bic?: string;
  readonly currency?: string;
  readonly name?: string;
  readonly ownerName?: string;
}

/** One balance as stated. `code` is the ISO 20022 one: OPBD, CLBD, PRCD, ITBD, CLAV, FWAV, ... */
export interface StatementBalance {
  readonly code: string;
  /** Negative when the account is overdrawn (DBIT). */
  readonly amount: Decimal;
  readonly currency: string;
  readonly on?: LocalDate;
}

/** One statement of one account in one currency, whatever the format it came in. */
export interface BankStatement {
  readonly format: StatementFormat;
  /** Message version as declared, for example `camt.053.001.08`. */
  readonly messageVersion?: string;
  readonly account: BankAccount;
  /** The bank's own reference of the statement; empty text where the format has none. */
  readonly statementRef: string;
  readonly sequenceNumber?: string;
  /** Instant or date of creation as the bank wrote it. */
  readonly createdAt?: string;
  readonly currency: string;
  /** Booked opening balance; absent in camt.054 and in interim reports. */
  readonly opening?: StatementBalance;
  readonly closing?: StatementBalance;
  readonly balances: readonly StatementBalance[];
  readonly fromOn?: LocalDate;
  readonly toOn?: LocalDate;
  readonly entries: readonly BankEntry[];
  /** What is doubtful in the statement (a broken balance, a date that does not exist). Nothing is dropped because of it. */
  readonly findings: readonly Problem[];
}

/** What one bank file held. */
export interface StatementFile {
  readonly format: StatementFormat;
  readonly statements: readonly BankStatement[];
}
