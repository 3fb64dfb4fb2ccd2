import { describe, expect, it } from '@jest/globals';
import { readStatements } from '../index.js';
import { camt053, entry } from './camt-sample.fixture.js';

const read = (xml: string) => readStatements(new TextEncoder().encode(xml));
const codes = (xml: string) => {
  const result = read(xml);
  return result.ok ? [] : result.error.map((one) => one.code);
};
const only = (xml: string) => {
  const result = read(xml);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.statements[0]!;
};

describe('camt.053', () => {
  it('reads a payment with its references and the other side', () => {
    const statement = only(
      camt053([entry({ amount: '119.00', text: ['Invoice FA-2026-', '0001'], rf: 'RF26FA20260001' })]),
    );
    expect(statement.findings).toEqual([]);
    expect(statement.messageVersion).toBe('camt.053.001.08');
    const [line] = statement.entries;
    expect(line?.amount.toString()).toBe('119.00');
    expect(line?.bookedOn).toBe('2026-11-20');
    expect(line?.structuredReferences).toEqual([
      { reference: 'RF26FA20260001', type: 'SCOR', issuer: 'ISO', isIso11649: true },
    ]);
    expect(line?.remittanceLines).toEqual(['Invoice FA-2026-', '0001']);
    expect(line?.counterparty).toMatchObject({ name: 'Example buyer', iban: 'FR7630006000011234567890189' });
    expect(line?.endToEndId).toBeUndefined();
    expect(line?.raw['NtryDtls/TxDtls/Refs/EndToEndId']).toBe('NOTPROVIDED');
  });

  it('says that a balance chain is broken and keeps every entry', () => {
    const statement = only(camt053([entry({ amount: '10.00' }), entry({ amount: '5.00' })], { closing: '1014.99' }));
    expect(statement.findings.map((one) => one.code)).toEqual(['STATEMENT.BALANCE_BROKEN']);
    expect(statement.entries).toHaveLength(2);
  });

  it('gives equal bookings of a day different references, and the same ones when the file is read again', () => {
    const xml = camt053([entry({ amount: '10.00' }), entry({ amount: '10.00' }), entry({ amount: '-3.00' })]);
    const refs = only(xml).entries.map((one) => one.reference);
    expect(new Set(refs).size).toBe(3);
    expect(only(xml).entries.map((one) => one.reference)).toEqual(refs);
    const overlapping = camt053([entry({ amount: '-3.00' }), entry({ amount: '10.00' })], { id: 'ANOTHER' });
    expect(only(overlapping).entries.map((one) => one.reference)).toEqual([refs[2], refs[0]]);
  });

  it('reads what a bank wraps, prefixes and encodes', () => {
    const plain = camt053([entry({ amount: '10.00', text: ['Caf&#233; &amp; th&#xE9;<![CDATA[a&b]]>'] })]);
    const prefixed = plain.replace(/<(\/?)(?=[A-Z])/g, '<$1c:').replace('xmlns=', 'xmlns:c=');
    const wrapped = `<Envelope><AppHdr/>${prefixed.replace(/<\?xml[^>]*>/, '')}</Envelope>`;
    expect(only(wrapped).entries[0]?.remittanceLines[0]).toBe('Café & théa&b');
    const latin = camt053([entry({ amount: '10.00', text: ['Société'] })]).replace('UTF-8', 'ISO-8859-1');
    const result = readStatements(Uint8Array.from(Buffer.from(latin, 'latin1')));
    expect(result.ok && result.value.statements[0]?.entries[0]?.remittanceLines[0]).toBe('Société');
  });

  it('refuses with every problem at once', () => {
    const bad = camt053([entry({ amount: 'x' }), entry({ amount: '10.00', date: '2026-02-30' })]);
    expect(codes(bad)).toEqual(['STATEMENT.AMOUNT_INVALID', 'STATEMENT.DATE_INVALID']);
  });

  it('refuses document types, entity bombs, cut files and deep nesting by name', () => {
    const good = camt053([entry({ amount: '10.00' })]);
    expect(codes(good.replace('<Document', '<!DOCTYPE d [<!ENTITY a "b">]><Document'))).toEqual(['STATEMENT.XML_DTD']);
    expect(codes(good.slice(0, good.length - 80))).toEqual(['STATEMENT.XML_MALFORMED']);
    const deep = `<BkToCstmrStmt>${'<a>'.repeat(60)}${'</a>'.repeat(60)}</BkToCstmrStmt>`;
    expect(codes(deep)).toEqual(['STATEMENT.XML_TOO_DEEP']);
    expect(codes('')).toEqual(['STATEMENT.EMPTY_FILE']);
    expect(codes('PK\u0003\u0004')).toEqual(['STATEMENT.ARCHIVE']);
  });
});
