import { localDate } from '#kernel';
import { messageAbout } from '../contract/lifecycle-messages.js';

/** Bank data of the formats that have no fixture file of their own; all of it invented. */
export const BANK_SEEDS: readonly Uint8Array[] = [
  [
    '01,122099999,123456789,261105,0201,1,80,10,2/',
    '02,031001234,122099999,1,261104,,EUR,2/',
    '03,0123456789,EUR,010,500000,,,015,650000,,/',
    '16,165,150000,0,REF-1,F2026-000001,Example customer/',
    '49,1300000,3/',
    '98,1300000,1,5/',
    '99,1300000,1,7/',
  ].join('\r\n'),
  [
    'OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n',
    '<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>30006<ACCTID>00011234567890189',
    '<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><DTSTART>20261101<DTEND>20261105<STMTTRN><TRNTYPE>CREDIT',
    '<DTPOSTED>20261104<TRNAMT>1500.00<FITID>REF-1<NAME>Client (exemple)<MEMO>F2026-000001</STMTTRN></BANKTRANLIST>',
    '<LEDGERBAL><BALAMT>6500.00<DTASOF>20261105</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>',
  ].join('\n'),
].map((text) => Buffer.from(text));

/** Remittance advices: EDIFACT REMADV and UBL. */
export const ADVICE_SEEDS: readonly Uint8Array[] = [
  [
    "UNA:+.? '",
    "UNB+UNOC:3+BUYER+SELLER+261105:1000+1'",
    "UNH+1+REMADV:D:96A:UN:EAN003'",
    "BGM+481+RA-1+9'",
    "DTM+137:20261105:102'",
    "NAD+PR+++Example customer'",
    "NAD+PE+++Example seller'",
    "CUX+2:EUR:11'",
    "DOC+380+F2026-000001'",
    "MOA+9:1500.00'",
    "MOA+12:1500.00'",
    "UNS+S'",
    "MOA+12:1500.00'",
    "UNT+12+1'",
    "UNZ+1+1'",
  ].join('\r\n'),
  '<?xml version="1.0"?><RemittanceAdvice xmlns="urn:oasis:names:specification:ubl:schema:xsd:RemittanceAdvice-2" ' +
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" ' +
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"><cbc:ID>RA-1</cbc:ID>' +
    '<cbc:IssueDate>2026-11-05</cbc:IssueDate><cbc:TotalPaymentAmount currencyID="EUR">1500.00</cbc:TotalPaymentAmount>' +
    '<cac:RemittanceAdviceLine><cbc:ID>1</cbc:ID><cbc:PaidAmount currencyID="EUR">1500.00</cbc:PaidAmount>' +
    '<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>F2026-000001</cbc:ID></cac:InvoiceDocumentReference>' +
    '</cac:BillingReference></cac:RemittanceAdviceLine></RemittanceAdvice>',
].map((text) => Buffer.from(text));

/** Lifecycle messages (CDAR): one of a platform, one of a buyer. */
export const MESSAGE_SEEDS: readonly Uint8Array[] = ['200', '207'].map((code) =>
  messageAbout(
    { number: 'F2026-000001', issueDate: localDate('2026-11-02'), typeCode: '380' },
    { code, setAt: '2026-11-05T10:00:00' },
  ),
);
