import { describe, expect, it } from '@jest/globals';
import { joinNotifications, paymentsOf, readStatements } from './index.js';

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
});
