import { at, list, readTree, text, type Node } from './xml-tree.js';

/** What a payer needs from an invoice it received. Amounts as the document wrote them. */
export interface ReceivedInvoice {
  readonly number: string;
  readonly isCreditNote: boolean;
  readonly payableAmount: string;
  readonly currency: string;
  /** Account to pay to; undefined when the invoice names none. */
  readonly iban?: string;
  /** What the seller wants to read on its statement. */
  readonly remittanceReference?: string;
  readonly buyerName: string;
  readonly dueOn?: string;
}

/** Reads a UBL, CII or Factur-X invoice as a customer's system would, knowing nothing of the sender's code. */
export async function readInvoice(bytes: Uint8Array): Promise<ReceivedInvoice | undefined> {
  const root = await readTree(bytes);
  if (!root) return undefined;
  const cii = root['CrossIndustryInvoice'];
  if (cii !== undefined) return readCii(cii as Node);
  if (root['CreditNote'] !== undefined) return readUbl(at(root, 'CreditNote') as Node, true);
  return root['Invoice'] === undefined ? undefined : readUbl(at(root, 'Invoice') as Node, false);
}

function readUbl(invoice: Node, isCreditNote: boolean): ReceivedInvoice {
  const means = list(at(invoice, 'PaymentMeans'));
  const transfer = means.find((one) => text(at(one, 'PayeeFinancialAccount', 'ID')) !== undefined);
  const payable = at(invoice, 'LegalMonetaryTotal', 'PayableAmount');
  const buyer = at(invoice, 'AccountingCustomerParty', 'Party');
  return {
    number: text(at(invoice, 'ID')) ?? '',
    isCreditNote: isCreditNote || text(at(invoice, 'InvoiceTypeCode')) === '381',
    payableAmount: text(payable) ?? '0',
    currency: text(at(payable, '@currencyID')) ?? 'EUR',
    iban: text(at(transfer, 'PayeeFinancialAccount', 'ID')),
    remittanceReference: text(at(transfer ?? means[0], 'PaymentID')),
    buyerName: text(at(buyer, 'PartyLegalEntity', 'RegistrationName')) ?? text(at(buyer, 'PartyName', 'Name')) ?? '',
    dueOn: text(at(invoice, 'DueDate')),
  };
}

function readCii(invoice: Node): ReceivedInvoice {
  const settlement = at(invoice, 'SupplyChainTradeTransaction', 'ApplicableHeaderTradeSettlement');
  const means = list(at(settlement, 'SpecifiedTradeSettlementPaymentMeans'));
  const iban = means.map((one) => text(at(one, 'PayeePartyCreditorFinancialAccount', 'IBANID'))).find(Boolean);
  const buyer = at(invoice, 'SupplyChainTradeTransaction', 'ApplicableHeaderTradeAgreement', 'BuyerTradeParty');
  const due = text(at(list(at(settlement, 'SpecifiedTradePaymentTerms'))[0], 'DueDateDateTime', 'DateTimeString'));
  return {
    number: text(at(invoice, 'ExchangedDocument', 'ID')) ?? '',
    isCreditNote: text(at(invoice, 'ExchangedDocument', 'TypeCode')) === '381',
    payableAmount: text(at(settlement, 'SpecifiedTradeSettlementHeaderMonetarySummation', 'DuePayableAmount')) ?? '0',
    currency: text(at(settlement, 'InvoiceCurrencyCode')) ?? 'EUR',
    iban,
    remittanceReference: text(at(settlement, 'PaymentReference')),
    buyerName: text(at(buyer, 'Name')) ?? '',
    dueOn: due === undefined ? undefined : due.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3'),
  };
}
