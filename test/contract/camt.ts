/** A booking; a negative amount goes out. */
export interface CamtPayment {
  readonly ref: string;
  readonly amount: string;
  readonly remittance: string;
  readonly payer?: string;
  readonly endToEndId?: string;
  readonly returnCode?: string;
}

/** A small camt.053.001.08 statement as a bank writes it; invented account and parties, documented test IBANs. */
export function camtStatement(statement: {
  readonly id: string;
  readonly opening: string;
  readonly closing: string;
  readonly payments: readonly CamtPayment[];
}): Buffer {
  const balance = (code: string, amount: string) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-02</Dt></Dt></Bal>`;
  const entries = statement.payments
    .map(
      ({
        ref,
        amount,
        remittance,
        payer,
        endToEndId,
        returnCode,
      }) => `<Ntry><Amt Ccy="EUR">${amount.replace('-', '')}</Amt><CdtDbtInd>${amount.startsWith('-') ? 'DBIT' : 'CRDT'}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>2026-11-02</Dt></BookgDt><ValDt><Dt>2026-11-02</Dt></ValDt><AcctSvcrRef>${ref}</AcctSvcrRef>
<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
<NtryDtls><TxDtls><Refs><EndToEndId>${endToEndId ?? 'NOTPROVIDED'}</EndToEndId></Refs>
<RltdPties><Dbtr><Pty><Nm>${payer ?? 'Payer (exemple)'}</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>FR1420041010050500013M02606</IBAN></Id></DbtrAcct></RltdPties>
<RmtInf><Ustrd>${remittance}</Ustrd></RmtInf>${returnCode === undefined ? '' : `<RtrInf><Rsn><Cd>${returnCode}</Cd></Rsn></RtrInf>`}</TxDtls></NtryDtls></Ntry>`,
    )
    .join('\n');
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>${statement.id}</MsgId><CreDtTm>2026-11-02T18:00:00Z</CreDtTm></GrpHdr>
<Stmt><Id>${statement.id}</Id><CreDtTm>2026-11-02T18:00:00Z</CreDtTm><Acct><Id><IBAN>FR7630006000011234567890189</IBAN></Id><Ccy>EUR</Ccy></Acct>
${balance('OPBD', statement.opening)}${balance('CLBD', statement.closing)}
${entries}</Stmt></BkToCstmrStmt></Document>`);
}
