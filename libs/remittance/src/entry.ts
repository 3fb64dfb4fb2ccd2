import type { Decimal, LocalDate } from '#kernel';

/** ISO 20022 entry status. Only `booked` moves money; `pending` may vanish, `info` never counts. */
export type EntryStatus = 'booked' | 'pending' | 'info';

/** What the bank says the movement is: ISO domain/family/sub-family, and the bank's own or national code. */
export interface BankTransactionCode {
  readonly domain?: string;
  readonly family?: string;
  readonly subFamily?: string;
  /** CFONB interbank code, SWIFT type, BAI2 type, GVC ... */
  readonly proprietary?: string;
  readonly issuer?: string;
}

/** A party of the payment with its account. */
export interface EntryParty {
  readonly name?: string;
  readonly iban?: string;
  /** Account number where it is not an IBAN. */
  readonly accountRef?: string;
  readonly bic?: string;
  /** Identifier the party goes by (LEI, private or organisation id). */
  readonly partyRef?: string;
}

/** A structured reference of the creditor; `isIso11649` says that it is an RF reference with right check digits. */
export interface StructuredReference {
  readonly reference: string;
  /** ISO type, `SCOR` for a creditor reference. */
  readonly type?: string;
  readonly issuer?: string;
  readonly isIso11649: boolean;
}

/** A document that the payer says this money is for (camt `RfrdDocInf`, remittance advice line). */
export interface ReferredDocument {
  readonly number: string;
  /** ISO 20022 document type: CINV invoice, CREN credit note, DNTS debit note ... */
  readonly type?: string;
  readonly issuedOn?: LocalDate;
  readonly dueAmount?: Decimal;
  readonly remittedAmount?: Decimal;
  readonly discountAmount?: Decimal;
  readonly creditNoteAmount?: Decimal;
  readonly adjustments: readonly DocumentAdjustment[];
}

/** A deduction the payer announces, with its reason. `amount` positive takes away from what is paid. */
export interface DocumentAdjustment {
  readonly amount: Decimal;
  readonly reason?: string;
  readonly text?: string;
}

/** A fee shown by the bank. `amount` positive is a cost; `isIncluded` says that the entry amount is already net of it. */
export interface EntryCharge {
  readonly amount: Decimal;
  readonly currency: string;
  readonly isIncluded: boolean;
  readonly bearer?: string;
  readonly type?: string;
}

/** Amount in the currency the payer instructed, with the bank's rate as written. */
export interface ForeignAmount {
  readonly amount: Decimal;
  readonly currency: string;
  readonly rate?: Decimal;
}

/** Why money came back (ISO return reason such as AM04, or the national code). */
export interface ReturnReason {
  readonly code?: string;
  readonly text?: string;
}

/** Every field of the source under the source's own name, so that nothing the bank wrote is lost. */
export type RawFields = Readonly<Record<string, string>>;

/** What is known about one payment, on an entry or on a member of a batch. */
export interface PaymentFacts {
  /** Absent when the bank wrote NOTPROVIDED: that is no reference. */
  readonly endToEndId?: string;
  readonly instructionId?: string;
  readonly transactionId?: string;
  readonly mandateRef?: string;
  readonly uetr?: string;
  readonly structuredReferences: readonly StructuredReference[];
  readonly referredDocuments: readonly ReferredDocument[];
  /** Unstructured remittance information, one element for each line as the bank sent it. */
  readonly remittanceLines: readonly string[];
  readonly purpose?: string;
  /** The other side: the debtor of a credit, the creditor of a debit. */
  readonly counterparty: EntryParty;
  readonly ultimateDebtor?: EntryParty;
  readonly ultimateCreditor?: EntryParty;
  readonly charges: readonly EntryCharge[];
  readonly foreign?: ForeignAmount;
  readonly returnReason?: ReturnReason;
  readonly raw: RawFields;
}

/** One payment inside a batch booking. */
export interface BatchMember extends PaymentFacts {
  /** Signed like the entry: positive is money received. Absent when the bank does not say. */
  readonly amount?: Decimal;
  readonly currency: string;
}

/** A batch booking as the bank announces it. */
export interface BatchSummary {
  readonly batchRef?: string;
  readonly count?: number;
  readonly totalAmount?: Decimal;
}

/** One booking on the account. */
export interface BankEntry extends PaymentFacts {
  /** Unique in its account and the same each time the booking is reported, also by an overlapping statement. */
  readonly reference: string;
  /** The bank's own reference of the booking (AcctSvcrRef, `//` reference, CFONB reference, FITID). */
  readonly bankRef?: string;
  /** Positive is money received. */
  readonly amount: Decimal;
  readonly currency: string;
  readonly status: EntryStatus;
  /** True when the booking takes back an earlier one; the sign of `amount` is already the booked one. */
  readonly isReversal: boolean;
  readonly bookedOn: LocalDate;
  readonly valueOn?: LocalDate;
  readonly transactionCode: BankTransactionCode;
  readonly additionalInfo?: string;
  readonly batch?: BatchSummary;
  /** Members of a batch; empty when the entry is one payment, whose facts then stand on the entry itself. */
  readonly members: readonly BatchMember[];
}
