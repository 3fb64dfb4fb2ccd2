import { failed, ok, parseLocalDate, type Problem, type Result } from '#kernel';
import { isIban } from '../camt/camt-parties.js';
import { moneyAt, ProblemList } from '../camt/camt-values.js';
import { attributeOf, childOf, childrenOf, parseXml, textOf, type XmlNode } from '../camt/camt-xml.js';
import type { AdviceFile } from '../advice.js';
import type { EntryParty, ReferredDocument } from '../entry.js';
import { statementProblem } from '../statement-problem.js';
import { finishAdvice } from './finish-advice.js';

/** Reads a UBL 2.x RemittanceAdvice: one advice, one document a line. */
export function readUblAdvice(text: string): Result<AdviceFile, Problem[]> {
  const parsed = parseXml(text);
  if (!parsed.ok) return parsed;
  const root = childOf(parsed.value, 'RemittanceAdvice');
  if (root === undefined) return failed([statementProblem('ADVICE.UNKNOWN_FORMAT')]);
  const problems = new ProblemList();
  const documents = childrenOf(root, 'RemittanceAdviceLine').map((line, at) => documentOf(line, at + 1, problems));
  const adviceRef = textOf(root, 'ID');
  if (adviceRef === undefined) problems.add('STATEMENT.FIELD_MISSING', { field: 'cbc:ID' });
  if (problems.problems.length > 0) return failed(problems.problems);
  const total = childOf(root, 'TotalPaymentAmount');
  const totalAmount = moneyAt(root, 'TotalPaymentAmount')?.amount;
  const currency = textOf(root, 'DocumentCurrencyCode') ?? attributeOf(total, 'currencyID');
  const issuedOn = parseLocalDate(textOf(root, 'IssueDate') ?? '');
  const paidOn = parseLocalDate(textOf(root, 'PaymentMeans', 'PaymentDueDate') ?? '');
  const refs = ['PaymentOrderReference', 'PayerReference'].map((name) => textOf(root, name));
  const paymentIds = childrenOf(root, 'PaymentMeans', 'PaymentID').map((one) => textOf(one));
  const advice = finishAdvice({
    format: 'ubl-remittance-advice',
    adviceRef: adviceRef ?? '',
    ...(issuedOn === undefined ? {} : { issuedOn }),
    ...(paidOn === undefined ? {} : { paidOn }),
    ...(currency === undefined ? {} : { currency }),
    ...(totalAmount === undefined ? {} : { totalAmount }),
    payer: partyOf(
      childOf(root, 'AccountingCustomerParty', 'Party'),
      childOf(root, 'PaymentMeans', 'PayerFinancialAccount'),
    ),
    payee: partyOf(childOf(root, 'PayeeParty') ?? childOf(root, 'AccountingSupplierParty', 'Party'), undefined),
    paymentRefs: [...refs, ...paymentIds, adviceRef].filter((ref) => ref !== undefined),
    documents: documents.filter((one) => one !== undefined),
  });
  return ok({ format: 'ubl-remittance-advice', advices: [advice] });
}

/** A debit line pays an invoice, a credit line uses a credit note. */
function documentOf(line: XmlNode, row: number, problems: ProblemList): ReferredDocument | undefined {
  const invoice = childOf(line, 'BillingReference', 'InvoiceDocumentReference');
  const credit = childOf(line, 'BillingReference', 'CreditNoteDocumentReference');
  const referred = invoice ?? credit ?? childOf(line, 'DocumentReference');
  const number = textOf(referred, 'ID') ?? textOf(line, 'InvoicingPartyReference');
  const debit = moneyAt(line, 'DebitLineAmount')?.amount;
  const creditAmount = moneyAt(line, 'CreditLineAmount')?.amount;
  if (number === undefined) {
    problems.add('STATEMENT.FIELD_MISSING', { row, field: 'cac:BillingReference' });
    return undefined;
  }
  const isCredit = credit !== undefined || (debit === undefined && creditAmount !== undefined);
  const remitted = isCredit ? (creditAmount ?? debit) : debit;
  const due = moneyAt(line, 'BalanceAmount')?.amount;
  const issuedOn = parseLocalDate(textOf(referred, 'IssueDate') ?? '');
  return {
    number,
    type: isCredit ? 'CREN' : 'CINV',
    ...(issuedOn === undefined ? {} : { issuedOn }),
    ...(due === undefined ? {} : { dueAmount: due }),
    ...(remitted === undefined ? {} : { remittedAmount: remitted }),
    adjustments: [],
  };
}

function partyOf(party: XmlNode | undefined, account: XmlNode | undefined): EntryParty {
  const name = textOf(party, 'PartyName', 'Name') ?? textOf(party, 'PartyLegalEntity', 'RegistrationName');
  const partyRef = textOf(party, 'PartyLegalEntity', 'CompanyID') ?? textOf(party, 'PartyTaxScheme', 'CompanyID');
  const number = textOf(account, 'ID')?.replace(/\s/g, '').toUpperCase();
  return {
    ...(name === undefined ? {} : { name }),
    ...(partyRef === undefined ? {} : { partyRef }),
    ...(number === undefined ? {} : isIban(number) ? { iban: number } : { accountRef: number }),
  };
}
