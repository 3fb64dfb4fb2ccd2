import { describe, expect, it } from '@jest/globals';
import { readRemittanceAdvices, readStatements, type BankStatement } from './index.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string): BankStatement => {
  const result = readStatements(bytes(text));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.statements[0]!;
};
const codes = (text: string) => {
  const result = readStatements(bytes(text));
  return result.ok ? [] : result.error.map((one) => one.code);
};

describe('MT940', () => {
  const MT = [
    ':20:STARTUMS',
    ':25:50880050/0194774600888',
    ':28C:27/1',
    ':60F:C251231EUR1000,00',
    ':61:2512310102CR119,00NTRFNONREF//B0001',
    ':86:166?00GUTSCHRIFT?20EREF+E2E-1?21SVWZ+Facture FA-2026-0?22001 merci?30BANKFRPP?31FR7630006000011234567890189?32Example?33 buyer',
    ':61:2512310102RC19,00NRTINONREF',
    ':86:free text',
    ':62F:C260102EUR1100,00',
    '-',
  ];

  it('takes the year of the entry date from the value date, and money out from a reversed credit', () => {
    const statement = read(MT.join('\r\n'));
    expect(statement.findings).toEqual([]);
    expect(statement.entries.map((one) => [one.bookedOn, one.valueOn, one.amount.toString(), one.isReversal])).toEqual([
      ['2026-01-02', '2025-12-31', '119.00', false],
      ['2026-01-02', '2025-12-31', '-19.00', true],
    ]);
    expect(statement.entries[0]).toMatchObject({
      bankRef: 'B0001',
      endToEndId: 'E2E-1',
      remittanceLines: ['Facture FA-2026-0 001 merci'],
      counterparty: { name: 'Example buyer', iban: 'FR7630006000011234567890189' },
    });
    expect(read(MT.join('\n')).entries[0]?.reference).toBe(statement.entries[0]?.reference);
  });

  it('refuses a line it cannot read', () => {
    expect(codes(MT.join('\n').replace('CR119,00', 'XX119,00'))).toEqual(['STATEMENT.RECORD_INVALID']);
  });
});

describe('CFONB 120', () => {
  const amount = (text: string) => text.padStart(14, '0');
  const balance = (kind: string, date: string, figure: string) =>
    `${kind}30004${' '.repeat(4)}00001EUR2 00012345678  ${date}${' '.repeat(50)}${amount(figure)}`.padEnd(120);
  const movement = (figure: string, label: string, decimals = '2') =>
    `0430004000000001EUR${decimals} 0001234567805201126  201126${label.padEnd(31)}  0000000  ${amount(figure)}${'REF1'.padEnd(16)}`;
  const detail = (kind: string, text: string) =>
    `0530004000000001EUR2 0001234567805201126     ${kind}${text}`.padEnd(120);
  const FILE = [
    balance('01', '191126', '10000{'),
    movement('1190{', 'VIR SEPA EXEMPLE'),
    detail('LCC', 'FACTURE FA-2026-0001'),
    detail('RCN', 'E2E-7'.padEnd(35) + 'OTHR'),
    detail('NPY', 'EXEMPLE SAS'),
    movement('0190J', 'FRAIS', ' '),
    balance('07', '201126', '9999I'),
  ];

  it('reads overpunched amounts, blank decimals and details, with and without line ends', () => {
    const statement = read(FILE.join('\r\n'));
    expect(statement.opening?.amount.toString()).toBe('1000.00');
    expect(statement.entries.map((one) => one.amount.toString())).toEqual(['119.00', '-19.01']);
    expect(statement.findings.map((one) => one.code)).toEqual(['STATEMENT.BALANCE_BROKEN']);
    expect(statement.entries[0]).toMatchObject({
      endToEndId: 'E2E-7',
      counterparty: { name: 'EXEMPLE SAS' },
      bankRef: 'REF1',
    });
    expect(statement.entries[0]?.remittanceLines[0]?.trim()).toBe('FACTURE FA-2026-0001');
    expect(read(FILE.join('')).entries).toHaveLength(2);
  });

  it('refuses a statement that is cut or out of order', () => {
    expect(codes(FILE.slice(0, -1).join('\n'))).toEqual(['STATEMENT.RECORD_ORDER']);
    expect(codes([FILE[1], FILE[0], FILE[6]].join('\n'))).toEqual(['STATEMENT.RECORD_ORDER']);
  });
});

describe('BAI2 and OFX', () => {
  it('reads BAI2 signs, continuations and control totals, and refuses a cut file', () => {
    const file = [
      '01,BANK,US,261120,0800,1,,,2/',
      '02,US,BANK,1,261120,,USD,2/',
      '03,123456,,010,100000,,,015,109900,,/',
      '16,195,11900,V,261121,,B1,C1,Example buyer / FA-2026-0001, thanks',
      '88,EREF: E2E-9',
      '16,475,2000,,B2,,CHECK/',
      '49,223800,5/',
      '98,223800,1,7/',
      '99,223800,1,9/',
    ];
    const statement = read(file.join('\n'));
    expect(statement.findings).toEqual([]);
    expect(statement.entries.map((one) => one.amount.toString())).toEqual(['119.00', '-20.00']);
    expect(statement.entries[0]).toMatchObject({ valueOn: '2026-11-21', bankRef: 'B1', endToEndId: 'E2E-9' });
    expect(codes(file.slice(0, -2).join('\n'))).toEqual(['STATEMENT.RECORD_ORDER']);
  });

  it('reads OFX 1 without closing tags', () => {
    const file =
      'OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>30004<ACCTID>123</BANKACCTFROM>' +
      '<BANKTRANLIST><DTSTART>20261101<DTEND>20261120<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261120120000[+1:CET]<TRNAMT>+119.00<FITID>F1<NAME>Example &amp; buyer<MEMO>FA-2026-0001</STMTTRN></BANKTRANLIST>' +
      '<LEDGERBAL><BALAMT>500.00<DTASOF>20261120</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>';
    const statement = read(file);
    expect(statement.account.ref).toBe('30004123');
    expect(statement.entries[0]).toMatchObject({
      bookedOn: '2026-11-20',
      bankRef: 'F1',
      counterparty: { name: 'Example & buyer' },
    });
  });
});

describe('CSV and refusals', () => {
  const CSV = 'Date;Libellé;Montant;Nom\n20/11/2026;"FA-2026-0001; merci";"1 190,50";Exemple SAS\n31/02/2026;x;abc;y\n';
  const mapping = {
    delimiter: ';' as const,
    dateFormat: 'DD/MM/YYYY',
    decimalMark: ',' as const,
    account: { ref: '123' },
    currency: 'EUR',
    columns: { bookedOn: 'Date', amount: 'Montant', remittance: ['Libellé'], counterpartyName: 'Nom' },
  };

  it('reads declared columns and reports every bad row with its number', () => {
    const good = readStatements(Uint8Array.from(Buffer.from(CSV.split('\n').slice(0, 2).join('\n'), 'latin1')), {
      mapping,
    });
    expect(good.ok && good.value.statements[0]?.entries[0]?.amount.toString()).toBe('1190.50');
    const bad = readStatements(bytes(CSV), { mapping });
    expect(bad.ok ? [] : bad.error.map((one) => [one.code, one.row])).toEqual([
      ['STATEMENT.DATE_INVALID', 3],
      ['STATEMENT.AMOUNT_INVALID', 3],
    ]);
    const renamed = readStatements(bytes(CSV.replace('Montant', 'Amount')), { mapping });
    expect(renamed.ok ? [] : renamed.error.map((one) => one.code)).toEqual(['STATEMENT.COLUMN_MISSING']);
    expect(codes(CSV)).toEqual(['STATEMENT.MAPPING_MISSING']);
  });

  it('names what a file is instead', () => {
    expect(codes('!Type:Bank\nD1/1/26\n')).toEqual(['STATEMENT.FORMAT_NOT_READ']);
    expect(codes('<Invoice/>')).toEqual(['STATEMENT.NOT_A_STATEMENT']);
    expect(codes("UNB+UNOC:3'UNH+1+REMADV:D:96A:UN'")).toEqual(['STATEMENT.IS_ADVICE']);
    expect(codes('hello')).toEqual(['STATEMENT.UNKNOWN_FORMAT']);
  });
});

describe('remittance advices', () => {
  it('reads REMADV with its release character, credit notes and deductions', () => {
    const text =
      "UNA:+.? 'UNB+UNOC:3+A+B+261120:1200+1'UNH+1+REMADV:D:96A:UN'BGM+481+ADV?+1'DTM+137:20261120:102'NAD+PR+PAYER1++Example buyer'CUX+2:EUR'" +
      "DOC+380+FA-2026-0001'MOA+9:119.00'MOA+12:100.00'AJT+09'MOA+165:19.00'DOC+381+AV-2026-0001'MOA+12:-20.00'UNS+S'MOA+12:80.00'UNT+13+1'UNZ+1+1'";
    const result = readRemittanceAdvices(bytes(text));
    const advice = result.ok ? result.value.advices[0] : undefined;
    expect(advice).toMatchObject({
      adviceRef: 'ADV+1',
      currency: 'EUR',
      isPayment: true,
      findings: [],
      payer: { name: 'Example buyer' },
    });
    expect(advice?.documents.map((one) => [one.number, one.type, one.remittedAmount?.toString()])).toEqual([
      ['FA-2026-0001', 'CINV', '100.00'],
      ['AV-2026-0001', 'CREN', '-20.00'],
    ]);
    expect(advice?.documents[0]?.adjustments[0]).toMatchObject({ reason: '09' });
  });

  it('reads CSV advices grouped by reference', () => {
    const csv = 'Paiement,Facture,Payé,Retenue,Motif\nP1,FA-1,100.00,19.00,PRIX\nP1,AV-1,-20.00,,\n';
    const result = readRemittanceAdvices(bytes(csv), {
      mapping: {
        dateFormat: 'YYYY-MM-DD',
        columns: {
          paymentRef: 'Paiement',
          documentNumber: 'Facture',
          remittedAmount: 'Payé',
          deductionAmount: 'Retenue',
          deductionReason: 'Motif',
        },
      },
    });
    expect(result.ok && result.value.advices[0]).toMatchObject({
      adviceRef: 'P1',
      isPayment: true,
      paymentRefs: ['P1'],
    });
  });
});
