import { Decimal } from '#kernel';
import type { BankEntry, ReferredDocument } from '#remittance';
import { BOOKED_ON } from '../../libs/receivables/src/proof/portfolio.js';
import type { TrueCase } from '../../libs/receivables/src/proof/scenarios.js';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Generated payments as a camt.053.001.08 statement that adds up; accounts and parties are invented. */
export function camtOf(cases: readonly TrueCase[]): Buffer {
  const total = Decimal.sum(cases.map((each) => each.entry.amount));
  const balance = (code: string, amount: Decimal) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount.toString()}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${BOOKED_ON}</Dt></Dt></Bal>`;
  const account = '<Acct><Id><IBAN>FR7630006000011234567890189</IBAN></Id><Ccy>EUR</Ccy></Acct>';
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>BENCH</MsgId><CreDtTm>${BOOKED_ON}T18:00:00Z</CreDtTm></GrpHdr>
<Stmt><Id>BENCH</Id><CreDtTm>${BOOKED_ON}T18:00:00Z</CreDtTm>${account}${balance('OPBD', Decimal.ZERO)}${balance('CLBD', total)}
${cases.map((each) => lineOf(each.entry)).join('\n')}</Stmt></BkToCstmrStmt></Document>`);
}

function lineOf(entry: BankEntry): string {
  const { name, iban } = entry.counterparty;
  const debtor = [
    name === undefined ? '' : `<Dbtr><Pty><Nm>${escaped(name)}</Nm></Pty></Dbtr>`,
    iban === undefined ? '' : `<DbtrAcct><Id><IBAN>${iban}</IBAN></Id></DbtrAcct>`,
  ].join('');
  const remittance = [
    ...entry.remittanceLines.map((text) => `<Ustrd>${escaped(text)}</Ustrd>`),
    ...entry.structuredReferences.map(
      ({ reference }) =>
        `<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp><Ref>${reference}</Ref></CdtrRefInf></Strd>`,
    ),
    ...entry.referredDocuments.map(listed),
  ].join('');
  return `<Ntry><Amt Ccy="EUR">${entry.amount.toString()}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${BOOKED_ON}</Dt></BookgDt><ValDt><Dt>${BOOKED_ON}</Dt></ValDt><AcctSvcrRef>${entry.reference}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls><RltdPties>${debtor}</RltdPties><RmtInf>${remittance}</RmtInf></TxDtls></NtryDtls></Ntry>`;
}

function listed({ number, type, remittedAmount, creditNoteAmount }: ReferredDocument): string {
  const amounts = [
    creditNoteAmount === undefined ? '' : `<CdtNoteAmt Ccy="EUR">${creditNoteAmount.toString()}</CdtNoteAmt>`,
    remittedAmount === undefined ? '' : `<RmtdAmt Ccy="EUR">${remittedAmount.toString()}</RmtdAmt>`,
  ].join('');
  return `<Strd><RfrdDocInf><Tp><CdOrPrtry><Cd>${type ?? 'CINV'}</Cd></CdOrPrtry></Tp><Nb>${number}</Nb></RfrdDocInf><RfrdDocAmt>${amounts}</RfrdDocAmt></Strd>`;
}
