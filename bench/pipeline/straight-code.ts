/**
 * What the machine can do when nothing but the work itself is written, straight: order JSON → checks → sums → UBL and CII →
 * a PDF with the CII inside → one row in PostgreSQL (batches of 20) → SFTP under a temporary name, renamed. No rules, no timeline,
 * no outbox, no queue, no archive, no reading back: the bound that the gateway is measured against, not an alternative to it.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { deflateSync } from 'node:zlib';
import pg from 'pg';
import { Client, type SFTPWrapper } from 'ssh2';
import { cpuByName } from './processes.js';

export interface StraightOptions {
  readonly databaseUrl: string;
  readonly sftp: { port: number; username: string; privateKey: string; directory: string };
  readonly seconds: number;
}

interface Line {
  readonly id: string;
  readonly name: string;
  readonly quantity: number;
  readonly cents: number;
}
interface Order {
  readonly number: string;
  readonly seller: string;
  readonly buyer: string;
  readonly lines: readonly Line[];
}

const CONNECTIONS = 10;
const BATCH = 20;
const VAT = 20;
const order: Order = {
  number: 'S-0',
  seller: 'Atelier (exemple)',
  buyer: 'Client (exemple)',
  lines: Array.from({ length: 12 }, (_, index) => ({
    id: String(index + 1),
    name: `Article numéro ${index + 1} de la série, livré et posé (exemple)`,
    quantity: index + 1,
    cents: 1999 + 137 * index,
  })),
};
const json = JSON.stringify(order);
// About as many bytes of font as a prepared Latin subset has, deflated once.
const fontPath = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf',
);
const font = deflateSync(readFileSync(fontPath)).subarray(0, 27_000);

const money = (cents: number): string => `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
const escaped = (text: string): string => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);

function parse(): Order {
  const read = JSON.parse(json) as Order;
  if (typeof read.number !== 'string' || !Array.isArray(read.lines) || read.lines.length === 0)
    throw new Error('bad order');
  for (const { id, name, quantity, cents } of read.lines) {
    if (!id || !name || !Number.isInteger(quantity) || !Number.isInteger(cents)) throw new Error('bad line');
  }
  return read;
}

function ubl(number: string, { lines, seller, buyer }: Order, net: number): Buffer {
  const party = (role: string, name: string): string =>
    `<cac:Accounting${role}Party><cac:Party><cac:PartyName><cbc:Name>${escaped(name)}</cbc:Name></cac:PartyName><cac:PostalAddress><cbc:CityName>Lyon</cbc:CityName><cac:Country><cbc:IdentificationCode>FR</cbc:IdentificationCode></cac:Country></cac:PostalAddress></cac:Party></cac:Accounting${role}Party>`;
  const body = lines.map(
    ({ id, name, quantity, cents }) =>
      `<cac:InvoiceLine><cbc:ID>${id}</cbc:ID><cbc:InvoicedQuantity unitCode="C62">${quantity}</cbc:InvoicedQuantity><cbc:LineExtensionAmount currencyID="EUR">${money(quantity * cents)}</cbc:LineExtensionAmount><cac:OrderLineReference><cbc:LineID>${id}</cbc:LineID></cac:OrderLineReference><cac:Item><cbc:Description>${escaped(name)}</cbc:Description><cbc:Name>${escaped(name)}</cbc:Name><cac:SellersItemIdentification><cbc:ID>A-${id}</cbc:ID></cac:SellersItemIdentification><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>${VAT}</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory></cac:Item><cac:Price><cbc:PriceAmount currencyID="EUR">${money(cents)}</cbc:PriceAmount><cbc:BaseQuantity unitCode="C62">1</cbc:BaseQuantity></cac:Price></cac:InvoiceLine>`,
  );
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"><cbc:ID>${number}</cbc:ID><cbc:IssueDate>2026-11-24</cbc:IssueDate>${party('Supplier', seller)}${party('Customer', buyer)}<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="EUR">${money(net + (net * VAT) / 100)}</cbc:PayableAmount></cac:LegalMonetaryTotal>${body.join('')}</Invoice>`,
  );
}

function cii(number: string, { lines, seller, buyer }: Order, net: number): Buffer {
  const body = lines.map(
    ({ id, name, quantity, cents }) =>
      `<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineID>${id}</ram:LineID></ram:AssociatedDocumentLineDocument><ram:SpecifiedTradeProduct><ram:SellerAssignedID>A-${id}</ram:SellerAssignedID><ram:Name>${escaped(name)}</ram:Name><ram:Description>${escaped(name)}</ram:Description></ram:SpecifiedTradeProduct><ram:SpecifiedLineTradeAgreement><ram:BuyerOrderReferencedDocument><ram:LineID>${id}</ram:LineID></ram:BuyerOrderReferencedDocument><ram:GrossPriceProductTradePrice><ram:ChargeAmount>${money(cents)}</ram:ChargeAmount></ram:GrossPriceProductTradePrice><ram:NetPriceProductTradePrice><ram:ChargeAmount>${money(cents)}</ram:ChargeAmount><ram:BasisQuantity unitCode="C62">1</ram:BasisQuantity></ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement><ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="C62">${quantity}</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery><ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>${VAT}</ram:RateApplicablePercent></ram:ApplicableTradeTax><ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>${money(quantity * cents)}</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>`,
  );
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"><rsm:ExchangedDocument><ram:ID>${number}</ram:ID><ram:TypeCode>380</ram:TypeCode></rsm:ExchangedDocument><rsm:SupplyChainTradeTransaction>${body.join('')}<ram:ApplicableHeaderTradeAgreement><ram:SellerTradeParty><ram:Name>${escaped(seller)}</ram:Name></ram:SellerTradeParty><ram:BuyerTradeParty><ram:Name>${escaped(buyer)}</ram:Name></ram:BuyerTradeParty></ram:ApplicableHeaderTradeAgreement><ram:GrandTotalAmount>${money(net + (net * VAT) / 100)}</ram:GrandTotalAmount></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>`,
  );
}

function pdf(number: string, { lines, seller, buyer }: Order, attached: Buffer): Buffer {
  const texts = [
    number,
    seller,
    buyer,
    ...lines.flatMap(({ id, name, quantity, cents }) => [
      id,
      name,
      `${quantity}`,
      money(cents),
      money(quantity * cents),
    ]),
  ];
  const content = deflateSync(
    texts.map((text, index) => `BT /F 9 Tf 50 ${800 - index * 11} Td (${text}) Tj ET`).join('\n'),
    { level: 1 },
  );
  const file = deflateSync(attached, { level: 1 });
  const objects = [
    Buffer.from('<< /Type /Catalog /Pages 2 0 R /AF [5 0 R] >>'),
    Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    Buffer.from(
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 6 0 R >> >> >>',
    ),
    stream(content),
    Buffer.from('<< /Type /Filespec /F (factur-x.xml) /EF << /F 7 0 R >> >>'),
    Buffer.from('<< /Type /Font /Subtype /TrueType /BaseFont /SourceSans /FontDescriptor 8 0 R >>'),
    stream(file),
    Buffer.from('<< /Type /FontDescriptor /FontName /SourceSans /FontFile2 9 0 R >>'),
    stream(font),
  ];
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  const offsets: number[] = [];
  let at = parts[0]?.length ?? 0;
  for (const [index, object] of objects.entries()) {
    const whole = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')]);
    offsets.push(at);
    at += whole.length;
    parts.push(whole);
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  parts.push(
    Buffer.from(
      `xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${table}trailer << /Size ${offsets.length + 1} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF`,
    ),
  );
  return Buffer.concat(parts);
}

function stream(bytes: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`<< /Length ${bytes.length} /Filter /FlateDecode >> stream\n`),
    bytes,
    Buffer.from('\nendstream'),
  ]);
}

let count = 0;
function make(): readonly [string, string, string, Buffer, Buffer, Buffer, Buffer] {
  const read = parse();
  const number = `S-${process.pid}-${(count += 1)}`;
  const net = read.lines.reduce((sum, { quantity, cents }) => sum + quantity * cents, 0);
  const xml = cii(number, read, net);
  const document = pdf(number, read, xml);
  const hash = createHash('sha256').update(document).digest();
  return [randomUUID(), number, JSON.stringify({ ...read, net }), ubl(number, read, net), xml, document, hash];
}

export interface StraightRun {
  /** Invoices a second. */
  readonly rate: number;
  /** Processor milliseconds an invoice: this process, PostgreSQL and sshd. */
  readonly cpuMs: number;
}

/** How fast the straight code is, after a second to warm up. */
export async function measureStraightCode(options: StraightOptions): Promise<StraightRun> {
  const clients = await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      const client = new pg.Client({ connectionString: options.databaseUrl });
      await client.connect();
      return client;
    }),
  );
  const [first] = clients as [pg.Client];
  await first.query(`CREATE TABLE IF NOT EXISTS straight (id uuid PRIMARY KEY, number text NOT NULL UNIQUE, payload jsonb COMPRESSION lz4 NOT NULL,
    ubl bytea COMPRESSION lz4, cii bytea COMPRESSION lz4, pdf bytea, sha bytea); ALTER TABLE straight ALTER pdf SET STORAGE EXTERNAL; TRUNCATE straight`);
  const { connection, sftp } = await connect(options.sftp);
  const measure = async (seconds: number): Promise<StraightRun> => {
    let done = 0;
    const cpuBefore = cpuOfAll();
    const started = performance.now();
    const end = started + seconds * 1000;
    await Promise.all(
      clients.map(async (client) => {
        while (performance.now() < end) {
          const rows = Array.from({ length: BATCH }, make);
          await insert(client, rows);
          await Promise.all(rows.map((row) => put(sftp, `${options.sftp.directory}/${row[1]}.pdf`, row[5])));
          done += BATCH;
        }
      }),
    );
    return { rate: (done / (performance.now() - started)) * 1000, cpuMs: (cpuOfAll() - cpuBefore) / done };
  };
  await measure(1);
  const run = await measure(options.seconds);
  await first.query('DROP TABLE straight');
  for (const client of clients) await client.end();
  connection.end();
  return run;
}

function cpuOfAll(): number {
  const used = cpuByName(new Map([[process.pid, 'straight code']]));
  return ['straight code', 'postgres', 'sshd'].reduce((sum, name) => sum + (used.get(name) ?? 0), 0);
}

function insert(client: pg.Client, rows: readonly (readonly unknown[])[]): Promise<unknown> {
  const values = rows.map((row, at) => `(${row.map((_, index) => `$${at * row.length + index + 1}`).join(',')})`);
  return client.query(
    `INSERT INTO straight (id, number, payload, ubl, cii, pdf, sha) VALUES ${values.join(',')}`,
    rows.flat(),
  );
}

function connect(to: StraightOptions['sftp']): Promise<{ connection: Client; sftp: SFTPWrapper }> {
  const connection = new Client();
  return new Promise((resolve, reject) => {
    connection
      .on('ready', () => connection.sftp((error, sftp) => (error ? reject(error) : resolve({ connection, sftp }))))
      .on('error', reject)
      .connect({ host: '127.0.0.1', port: to.port, username: to.username, privateKey: to.privateKey });
  });
}

function put(sftp: SFTPWrapper, path: string, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const temporary = `${path}.tmp`;
    sftp.open(temporary, 'w', (opening, handle) => {
      if (opening) return reject(opening);
      sftp.write(handle, bytes, 0, bytes.length, 0, (writing) =>
        sftp.close(handle, (closing) => {
          const failed = writing ?? closing;
          if (failed) return reject(failed);
          sftp.ext_openssh_rename(temporary, path, (renaming) => (renaming ? reject(renaming) : resolve()));
        }),
      );
    });
  });
}
