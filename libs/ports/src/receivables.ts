import type { Decimal, LocalDate } from '#kernel';
import type { Page, PageQuery } from './page.js';

/** Instalments with their own due dates, in place of an invoice's one. */
export interface PlanRow {
  readonly id: string;
  readonly invoiceId: string;
  readonly customerRef: string;
  readonly currency: string;
  readonly amount: Decimal;
  readonly state: 'active' | 'cancelled';
  readonly note?: string;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly instalments: readonly { readonly dueOn: LocalDate; readonly amount: Decimal }[];
}

export interface NewPlan {
  readonly id: string;
  readonly invoiceId: string;
  readonly amount: Decimal;
  readonly note?: string;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly instalments: readonly { readonly dueOn: LocalDate; readonly amount: Decimal }[];
}

export interface PromiseRow {
  readonly id: string;
  readonly invoiceId: string;
  readonly customerRef: string;
  readonly currency: string;
  readonly amount: Decimal;
  readonly promisedOn: LocalDate;
  readonly madeOn: LocalDate;
  /** Who at the customer's gave it. */
  readonly madeBy: string;
  /** `phone`, `mail`, `letter`, `meeting`, `portal`. */
  readonly channel: string;
  readonly note?: string;
  readonly recordedBy: string;
  readonly withdrawnAt?: Date;
}

/** One line of a claim's working; amounts and rates as text, for the record. */
export interface ClaimPart {
  readonly fromOn: LocalDate;
  readonly toOn: LocalDate;
  readonly days: number;
  readonly balanceAmount: string;
  readonly rate: string;
  readonly basis: 'contract' | 'floor' | 'default';
  readonly amount: string;
}

export interface ClaimRow {
  readonly id: string;
  readonly number: string;
  readonly invoiceId: string;
  readonly sellerRef: string;
  readonly customerRef: string;
  readonly currency: string;
  readonly fromOn: LocalDate;
  readonly toOn: LocalDate;
  readonly interestAmount: Decimal;
  readonly recoveryAmount: Decimal;
  readonly totalAmount: Decimal;
  readonly working: readonly ClaimPart[];
  /** The document as it was made, in the document store. */
  readonly sha256: string;
  readonly madeBy: string;
  readonly madeAt: Date;
}

export interface ReceiptRow {
  readonly id: string;
  readonly number: string;
  readonly paymentId: string;
  readonly customerRef: string;
  readonly language: 'fr' | 'en';
  readonly sha256: string;
  readonly madeBy: string;
  readonly madeAt: Date;
}

export interface StandingRow {
  readonly customerRef: string;
  readonly isDoubtful: boolean;
  readonly reason?: string;
  readonly decidedBy: string;
  readonly decidedAt: Date;
}

export interface ReceivablesStore {
  addPlan(plan: NewPlan): Promise<void>;
  /** False when it is not active. */
  cancelPlan(id: string): Promise<boolean>;
  findPlan(id: string): Promise<PlanRow | undefined>;
  plansOf(invoiceId: string): Promise<readonly PlanRow[]>;
  addPromise(promise: PromiseRow): Promise<void>;
  findPromise(id: string): Promise<PromiseRow | undefined>;
  withdrawPromise(id: string, at: Date): Promise<void>;
  promisesOf(invoiceId: string): Promise<readonly PromiseRow[]>;
  addClaim(claim: ClaimRow): Promise<void>;
  findClaim(id: string): Promise<(ClaimRow & { readonly openAmount: Decimal }) | undefined>;
  claims(
    query: PageQuery & { invoiceId?: string; customerRef?: string; open?: boolean },
  ): Promise<Page<ClaimRow & { readonly openAmount: Decimal }>>;
  addReceipt(receipt: ReceiptRow): Promise<void>;
  receiptsOf(paymentId: string): Promise<readonly ReceiptRow[]>;
  setStanding(standing: StandingRow): Promise<void>;
  standing(customerRef: string): Promise<StandingRow | undefined>;
}
