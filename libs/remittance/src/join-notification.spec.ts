import { describe, expect, it } from '@jest/globals';
import { joinDetails, mergeFiles, paymentsOf, readStatements, type BankStatement } from './index.js';

const amount = (name: string, value: string) => `<${name} Ccy="EUR">${value}</${name}>`;
const ntry = (details: string, ref = 'BANK-1') =>
  `<Ntry>${amount('Amt', '30.00')}<CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-20</Dt></BookgDt><AcctSvcrRef>${ref}</AcctSvcrRef><BkTxCd/>${details}</Ntry>`;
const detail = (value: string, id: string) =>
  `<TxDtls><Refs><EndToEndId>${id}</EndToEndId></Refs>${amount('Amt', value)}<CdtDbtInd>CRDT</CdtDbtInd></TxDtls>`;
const message = (kind: string, element: string, part: string, body: string) =>
  `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${kind}.001.08"><${element}><GrpHdr/><${part}><Id>1</Id><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>${body}</${part}></${element}></Document>`;
const read = (xml: string) => {
  const result = readStatements(new TextEncoder().encode(xml));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.statements[0]!;
};
const booked = (details = '') => read(message('camt.053', 'BkToCstmrStmt', 'Stmt', ntry(details)));
const notified = (details: string, ref?: string) =>
  read(message('camt.054', 'BkToCstmrDbtCdtNtfctn', 'Ntfctn', ntry(`<NtryDtls>${details}</NtryDtls>`, ref)));

const joinNotifications = (statement: BankStatement, notices: readonly BankStatement[]) =>
  joinDetails(statement, notices).statement;

describe('a camt.054 joined to its camt.053 entry', () => {
  it('has the same reference in both, and gives the batch its payments', () => {
    const statement = booked('<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch></NtryDtls>');
    const notification = notified(detail('10.00', 'A') + detail('20.00', 'B'));
    expect(notification.entries[0]?.reference).toBe(statement.entries[0]?.reference);
    const [entry] = joinNotifications(statement, [notification]).entries;
    expect(paymentsOf(entry!).map((one) => [one.reference, one.amount.toString(), one.endToEndId])).toEqual([
      [`${entry!.reference}#1`, '10.00', 'A'],
      [`${entry!.reference}#2`, '20.00', 'B'],
    ]);
  });

  it('leaves the entry alone where the detail does not add up, is of another booking, or is already there', () => {
    expect(
      joinNotifications(booked(), [notified(detail('10.00', 'A') + detail('19.00', 'B'))]).entries[0]?.members,
    ).toEqual([]);
    expect(
      joinNotifications(booked(), [notified(detail('30.00', 'A'), 'BANK-2')]).entries[0]?.endToEndId,
    ).toBeUndefined();
    const own = booked(`<NtryDtls>${detail('30.00', 'OWN')}</NtryDtls>`);
    expect(joinNotifications(own, [notified(detail('30.00', 'A'))]).entries[0]?.endToEndId).toBe('OWN');
    expect(joinNotifications(booked(), [notified(detail('30.00', 'A'))]).entries[0]?.endToEndId).toBe('A');
  });

  it('is found without the bank’s reference by day and amount, if only one can be meant', () => {
    const withoutRef = (xml: string) => xml.replaceAll(/<AcctSvcrRef>.*?<\/AcctSvcrRef>/g, '');
    const text = (part: string, body: string) =>
      part === 'Stmt'
        ? message('camt.053', 'BkToCstmrStmt', 'Stmt', body)
        : message('camt.054', 'BkToCstmrDbtCdtNtfctn', 'Ntfctn', body);
    const notice = read(withoutRef(text('Ntfctn', ntry(`<NtryDtls>${detail('30.00', 'A')}</NtryDtls>`))));
    const one = joinDetails(booked(), [notice]);
    expect(one.statement.entries[0]?.endToEndId).toBe('A');
    expect([...one.used]).toEqual(notice.entries);
    const twice = read(text('Stmt', ntry('') + ntry('', 'BANK-2')));
    expect(joinDetails(twice, [notice])).toMatchObject({ used: new Set(), doubtful: new Set(notice.entries) });
    expect(mergeFiles([[twice], [notice]]).map(({ doubtful }) => doubtful)).toEqual([0, 1]);
    const merged = mergeFiles([[notice], [booked()]]);
    expect(merged.map((file) => [file.repeated, file.statements[0]?.entries.map((entry) => entry.endToEndId)])).toEqual(
      [
        [1, []],
        [0, ['A']],
      ],
    );
  });
});

describe('files read together', () => {
  it('hold an entry once: overlaps, repetitions, pending bookings that are booked now', () => {
    const stmt = (body: string) => read(message('camt.053', 'BkToCstmrStmt', 'Stmt', body));
    const pending = read(
      message('camt.052', 'BkToCstmrAcctRpt', 'Rpt', ntry('').replace('<Sts>BOOK</Sts>', '<Sts>PDNG</Sts>')),
    );
    const files = [[pending], [stmt(ntry(''))], [stmt(ntry('') + ntry('', 'BANK-2'))], [stmt(ntry(''))]];
    const refs = mergeFiles(files).map(({ statements, repeated }) => [
      repeated,
      ...(statements[0]?.entries ?? []).map((entry) => entry.bankRef),
    ]);
    expect(refs).toEqual([[1], [0, 'BANK-1'], [1, 'BANK-2'], [1]]);
  });

  it('keep what one file says twice', () => {
    const statement = booked();
    expect(mergeFiles([[statement, statement]])[0]).toMatchObject({ repeated: 0 });
  });
});
