import { create } from 'xmlbuilder2';
import { parseCreditorReference, type Decimal, type LocalDate } from '#kernel';

/** A credit (or, with `isDebit`, a debit) on the seller's account. */
export interface BankPayment {
  /** What the payer wrote: an ISO 11649 reference becomes structured remittance information, anything else free text. */
  readonly reference: string;
  readonly amount: Decimal;
  readonly payer: string;
  readonly payerIban?: string;
  readonly isDebit?: boolean;
}

export interface StatementFacts {
  readonly id: string;
  readonly sequence: number;
  readonly createdAt: Date;
  readonly bookedOn: LocalDate;
  readonly iban: string;
  readonly owner: string;
  readonly currency: string;
  readonly opening: Decimal;
  readonly closing: Decimal;
  readonly payments: readonly BankPayment[];
}

type Builder = ReturnType<typeof create>;

/** One day's statement of one account as camt.053.001.08 (ISO 20022 BankToCustomerStatementV08). */
export function camtStatement(facts: StatementFacts): string {
  const document = create({ version: '1.0', encoding: 'UTF-8' }).ele(
    'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08',
    'Document',
  );
  const message = document.ele('BkToCstmrStmt');
  const createdAt = facts.createdAt.toISOString();
  message.ele('GrpHdr').ele('MsgId').txt(facts.id).up().ele('CreDtTm').txt(createdAt);
  const statement = message.ele('Stmt');
  statement.ele('Id').txt(facts.id);
  statement.ele('ElctrncSeqNb').txt(String(facts.sequence));
  statement.ele('CreDtTm').txt(createdAt);
  const account = statement.ele('Acct');
  account.ele('Id').ele('IBAN').txt(facts.iban);
  account.ele('Ccy').txt(facts.currency);
  account.ele('Ownr').ele('Nm').txt(facts.owner.slice(0, 140));
  addBalance(statement, 'OPBD', facts.opening, facts);
  addBalance(statement, 'CLBD', facts.closing, facts);
  facts.payments.forEach((payment, index) => addEntry(statement, payment, index + 1, facts));
  return document.end({ prettyPrint: true });
}

function addBalance(statement: Builder, code: 'OPBD' | 'CLBD', balance: Decimal, facts: StatementFacts): void {
  const element = statement.ele('Bal');
  element.ele('Tp').ele('CdOrPrtry').ele('Cd').txt(code);
  element.ele('Amt', { Ccy: facts.currency }).txt(balance.abs().rounded(2).toString());
  element.ele('CdtDbtInd').txt(balance.isNegative() ? 'DBIT' : 'CRDT');
  element.ele('Dt').ele('Dt').txt(facts.bookedOn);
}

function addEntry(statement: Builder, payment: BankPayment, position: number, facts: StatementFacts): void {
  const reference = `${facts.id}-${position}`;
  const direction = payment.isDebit === true ? 'DBIT' : 'CRDT';
  const entry = statement.ele('Ntry');
  entry.ele('NtryRef').txt(String(position));
  entry.ele('Amt', { Ccy: facts.currency }).txt(payment.amount.rounded(2).toString());
  entry.ele('CdtDbtInd').txt(direction);
  entry.ele('Sts').ele('Cd').txt('BOOK');
  entry.ele('BookgDt').ele('Dt').txt(facts.bookedOn);
  entry.ele('ValDt').ele('Dt').txt(facts.bookedOn);
  entry.ele('AcctSvcrRef').txt(reference);
  const code = entry.ele('BkTxCd').ele('Domn');
  code.ele('Cd').txt('PMNT');
  code
    .ele('Fmly')
    .ele('Cd')
    .txt(direction === 'CRDT' ? 'RCDT' : 'ICDT')
    .up()
    .ele('SubFmlyCd')
    .txt('ESCT');
  addDetails(entry.ele('NtryDtls').ele('TxDtls'), payment, reference, direction, facts);
}

function addDetails(
  details: Builder,
  payment: BankPayment,
  reference: string,
  direction: 'CRDT' | 'DBIT',
  facts: StatementFacts,
): void {
  details.ele('Refs').ele('AcctSvcrRef').txt(reference).up().ele('EndToEndId').txt('NOTPROVIDED');
  details.ele('Amt', { Ccy: facts.currency }).txt(payment.amount.rounded(2).toString());
  details.ele('CdtDbtInd').txt(direction);
  const [party, account] = direction === 'CRDT' ? ['Dbtr', 'DbtrAcct'] : ['Cdtr', 'CdtrAcct'];
  const parties = details.ele('RltdPties');
  parties.ele(party).ele('Pty').ele('Nm').txt(payment.payer.slice(0, 140));
  if (payment.payerIban !== undefined) parties.ele(account).ele('Id').ele('IBAN').txt(payment.payerIban);
  const structured = parseCreditorReference(payment.reference);
  const remittance = details.ele('RmtInf');
  if (structured === undefined) {
    remittance.ele('Ustrd').txt(payment.reference.slice(0, 140));
    return;
  }
  const creditorReference = remittance.ele('Strd').ele('CdtrRefInf');
  creditorReference.ele('Tp').ele('CdOrPrtry').ele('Cd').txt('SCOR');
  creditorReference.ele('Ref').txt(structured);
}
