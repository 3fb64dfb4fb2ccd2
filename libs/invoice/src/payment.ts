/** BG-16 Payment instructions. */
export interface PaymentInstructions {
  /** BT-81 Payment means type code (UNTDID 4461): 30 credit transfer, 58 SEPA credit transfer, 59 SEPA direct debit … */
  readonly meansCode: string;
  /** BT-82 Payment means text. */
  readonly meansText?: string;
  /** BT-83 Remittance information: what the payer quotes, so that the cash can be matched. */
  readonly remittanceInformation?: string;
  /** BG-17 Credit transfers. */
  readonly creditTransfers: readonly CreditTransfer[];
  /** BG-18 Payment card information. */
  readonly card?: PaymentCard;
  /** BG-19 Direct debit. */
  readonly directDebit?: DirectDebit;
}

/** BG-17 Credit transfer. */
export interface CreditTransfer {
  /** BT-84 Payment account identifier (IBAN, or a national number). */
  readonly accountId: string;
  /** BT-85 Payment account name. */
  readonly accountName?: string;
  /** BT-86 Payment service provider identifier (BIC). */
  readonly serviceProviderId?: string;
}

/** BG-18 Payment card information. */
export interface PaymentCard {
  /** BT-87 Payment card primary account number: the last digits only. */
  readonly accountNumber: string;
  /** BT-88 Payment card holder name. */
  readonly holderName?: string;
}

/** BG-19 Direct debit. */
export interface DirectDebit {
  /** BT-89 Mandate reference identifier. */
  readonly mandateReference?: string;
  /** BT-90 Bank assigned creditor identifier. */
  readonly creditorId?: string;
  /** BT-91 Debited account identifier. */
  readonly debitedAccountId?: string;
}
