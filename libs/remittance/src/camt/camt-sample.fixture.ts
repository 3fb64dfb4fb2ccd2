interface SampleEntry {
  readonly amount: string;
  readonly text?: readonly string[];
  readonly rf?: string;
  readonly date?: string;
}

const OTHER_IBAN = 'FR7630006000011234567890189';

/** One invented `Ntry`; a minus makes it a debit. */
export function entry(sample: SampleEntry): { xml: string; amount: string } {
  const debit = sample.amount.startsWith('-');
  const lines = (sample.text ?? []).map((line) => `<Ustrd>${line}</Ustrd>`).join('');
  const structured =
    sample.rf === undefined
      ? ''
      : `<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry><Issr>ISO</Issr></Tp><Ref>${sample.rf}</Ref></CdtrRefInf></Strd>`;
  const side = debit ? 'Cdtr' : 'Dbtr';
  return {
    amount: sample.amount,
    xml: `<Ntry><Amt Ccy="EUR">${sample.amount.replace('-', '')}</Amt><CdtDbtInd>${debit ? 'DBIT' : 'CRDT'}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
      <BookgDt><Dt>${sample.date ?? '2026-11-20'}</Dt></BookgDt><ValDt><Dt>2026-11-20</Dt></ValDt>
      <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
      <NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
      <RltdPties><${side}><Pty><Nm>Example buyer</Nm></Pty></${side}><${side}Acct><Id><IBAN>${OTHER_IBAN}</IBAN></Id></${side}Acct></RltdPties>
      <RmtInf>${lines}${structured}</RmtInf></TxDtls></NtryDtls></Ntry>`,
  };
}

/** An invented statement with opening balance 1,000.00 and a closing balance that fits unless another is asked for. */
export function camt053(
  entries: readonly { xml: string; amount: string }[],
  options: { closing?: string; id?: string } = {},
): string {
  const cents = entries.reduce((sum, one) => sum + Math.round(Number(one.amount) * 100), 100_000);
  const balance = (code: string, amount: string) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-20</Dt></Dt></Bal>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-20T18:00:00+01:00</CreDtTm></GrpHdr>
<Stmt><Id>${options.id ?? 'S1'}</Id><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>
${balance('OPBD', '1000.00')}${balance('CLBD', options.closing ?? (Number.isNaN(cents) ? '0.00' : (cents / 100).toFixed(2)))}
${entries.map((one) => one.xml).join('\n')}</Stmt></BkToCstmrStmt></Document>`;
}
