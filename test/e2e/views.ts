/** What the suite reads of the API's answers (docs and /openapi.json say more). Amounts are decimal strings. */
export interface OrderView {
  readonly id: string;
  readonly orderRef: string;
  readonly state: string;
  readonly problems: readonly { readonly code: string; readonly row?: number; readonly field?: string }[];
}

export interface InvoiceView {
  readonly id: string;
  readonly orderId?: string;
  readonly kind: 'invoice' | 'credit-note';
  readonly number: string;
  readonly sellerRef: string;
  readonly customerRef: string;
  readonly totalWithVat: string;
  readonly amountDue: string;
  readonly openAmount: string;
  readonly disputedAmount: string;
  readonly creditorReference?: string;
  readonly deliveryState: string;
}

export interface DeliveryView {
  readonly id: string;
  readonly invoiceId: string;
  readonly channel: string;
  readonly state: string;
  readonly attempts: number;
  readonly detail?: string;
}

export interface ProposalView {
  readonly id: string;
  readonly state: string;
  readonly lines: readonly { readonly invoiceId: string; readonly amount: string }[];
}
