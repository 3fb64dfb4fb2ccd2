import { PDFDocument } from '@cantoo/pdf-lib';
import { XMLParser } from 'fast-xml-parser';

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

type Node = Readonly<Record<string, unknown>>;

const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
});

/** Reads a UBL, CII or Factur-X invoice as a customer's system would, knowing nothing of the sender's code. */
export async function readInvoice(bytes: Uint8Array): Promise<ReceivedInvoice | undefined> {
  const isPdf = Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-';
  const xml = isPdf ? await embeddedXml(bytes) : bytes;
  if (!xml) return undefined;
  const root = asNode(parser.parse(Buffer.from(xml)));
  const cii = root['CrossIndustryInvoice'];
  if (cii !== undefined) return readCii(asNode(cii));
  if (root['CreditNote'] !== undefined) return readUbl(asNode(root['CreditNote']), true);
  return root['Invoice'] === undefined ? undefined : readUbl(asNode(root['Invoice']), false);
}

async function embeddedXml(pdf: Uint8Array): Promise<Uint8Array | undefined> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  const names = ['factur-x.xml', 'zugferd-invoice.xml', 'xrechnung.xml'];
  return document.getAttachments().find(({ name }) => names.includes(name.toLowerCase()))?.data;
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

function at(node: unknown, ...path: readonly string[]): unknown {
  let here: unknown = node;
  for (const name of path) here = asNode(list(here)[0])[name];
  return here;
}

function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined ? [] : [value];
}

function asNode(value: unknown): Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** Element text, also where attributes stand beside it. The five predefined entities are all a document may use. */
function text(value: unknown): string | undefined {
  const first = list(value)[0];
  const raw = typeof first === 'string' ? first : asNode(first)['#text'];
  if (typeof raw !== 'string' || raw === '') return undefined;
  return raw
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
