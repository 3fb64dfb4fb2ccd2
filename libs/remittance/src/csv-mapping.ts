/** What every declared CSV says of its form. */
export interface CsvShape {
  readonly delimiter?: ',' | ';' | '\t' | '|';
  /** Default UTF-8, falling back to Latin-1 where the bytes are not UTF-8. */
  readonly encoding?: 'utf-8' | 'latin1';
  /** Lines before the header, default 0. */
  readonly skipLines?: number;
  readonly hasHeader?: boolean;
}

/** How a bank's CSV is read: declared, never guessed. Columns are header names, or 1-based positions where there is no header. */
export interface CsvMapping extends CsvShape {
  /** Rows without a date are balances and notes of this bank, and are passed over. */
  readonly skipRowsWithoutDate?: boolean;
  /** The debit column holds negative figures, so that it is added instead of subtracted. */
  readonly debitIsNegative?: boolean;
  /** Built of YYYY, YY, MM, DD and separators, for example `DD/MM/YYYY`. */
  readonly dateFormat: string;
  readonly decimalMark?: '.' | ',';
  readonly account: { readonly iban?: string; readonly ref?: string; readonly column?: CsvColumn };
  readonly currency?: string;
  readonly columns: CsvColumns;
}

export type CsvColumn = string | number;

/** Either `amount` (signed), or `amount` with `direction`, or `credit` and `debit` apart. */
export interface CsvColumns {
  readonly bookedOn: CsvColumn;
  readonly valueOn?: CsvColumn;
  readonly amount?: CsvColumn;
  readonly credit?: CsvColumn;
  readonly debit?: CsvColumn;
  readonly direction?: { readonly column: CsvColumn; readonly creditValues: readonly string[] };
  readonly currency?: CsvColumn;
  readonly balance?: CsvColumn;
  readonly bankRef?: CsvColumn;
  readonly endToEndId?: CsvColumn;
  readonly creditorReference?: CsvColumn;
  readonly remittance?: readonly CsvColumn[];
  readonly counterpartyName?: CsvColumn;
  readonly counterpartyIban?: CsvColumn;
  readonly counterpartyBic?: CsvColumn;
  readonly foreignAmount?: CsvColumn;
  readonly foreignCurrency?: CsvColumn;
  readonly transactionCode?: CsvColumn;
}

/** How a customer's CSV remittance advice is read: one row a document. */
export interface AdviceCsvMapping extends CsvShape {
  readonly decimalMark?: '.' | ',';
  readonly dateFormat: string;
  readonly currency?: string;
  readonly payerName?: string;
  readonly columns: {
    readonly adviceRef?: CsvColumn;
    readonly paymentRef?: CsvColumn;
    readonly paidOn?: CsvColumn;
    readonly documentNumber: CsvColumn;
    readonly remittedAmount: CsvColumn;
    readonly dueAmount?: CsvColumn;
    readonly discountAmount?: CsvColumn;
    readonly deductionAmount?: CsvColumn;
    readonly deductionReason?: CsvColumn;
    readonly currency?: CsvColumn;
  };
}
