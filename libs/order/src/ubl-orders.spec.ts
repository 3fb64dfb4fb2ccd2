import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readUblOrders } from './index.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const NAMESPACES =
  'xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2" xmlns:c="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"';
const order = (
  changes: { head?: string; line?: string; price?: string } = {},
) => `<?xml version="1.0" encoding="UTF-8"?>
<Order ${NAMESPACES}>
  <b:ID>PO &amp; 1</b:ID>
  <b:IssueDate>2026-11-20</b:IssueDate>
  <b:DocumentCurrencyCode>EUR</b:DocumentCurrencyCode>
  <c:BuyerCustomerParty><c:Party><c:PartyName><b:Name>Client (exemple)</b:Name></c:PartyName></c:Party></c:BuyerCustomerParty>
  <c:SellerSupplierParty><c:Party><b:EndpointID schemeID="0225">100000009</b:EndpointID></c:Party></c:SellerSupplierParty>
  ${changes.head ?? ''}
  <c:OrderLine><c:LineItem>
    <b:ID>10</b:ID>
    <b:Quantity unitCode="C62">3</b:Quantity>
    ${changes.line ?? ''}
    <c:Price><b:PriceAmount currencyID="EUR">${changes.price ?? '12.345'}</b:PriceAmount></c:Price>
    <c:Item><b:Name>Vis &#233;toile</b:Name></c:Item>
  </c:LineItem></c:OrderLine>
</Order>`;

describe('reading UBL orders', () => {
  it('reads by namespace, whatever the prefixes, and names what stays unread', () => {
    const reading = readUblOrders(bytes(order({ head: '<b:Note>Sonner deux fois</b:Note>' })));
    expect(reading.problems).toEqual([]);
    const [only] = reading.orders;
    expect(only?.order).toMatchObject({
      number: 'PO & 1',
      sellerRef: '100000009',
      customerRef: 'Client (exemple)',
      references: { purchaseOrder: 'PO & 1' },
    });
    expect(only?.order.lines[0]?.netPrice?.toString()).toBe('12.345');
    expect(only?.order.lines[0]?.item.name).toBe('Vis étoile');
    expect(only?.unread).toEqual(['Note']);
  });

  it('reads allowances and charges of document and line apart', () => {
    const part = (charge: boolean, amount: string) =>
      `<c:AllowanceCharge><b:ChargeIndicator>${charge}</b:ChargeIndicator><b:Amount currencyID="EUR">${amount}</b:Amount></c:AllowanceCharge>`;
    const reading = readUblOrders(bytes(order({ head: part(true, '5') + part(false, '2'), line: part(false, '1') })));
    const [only] = reading.orders;
    expect(only?.order.charges?.map((one) => one.amount?.toString())).toEqual(['5']);
    expect(only?.order.allowances?.map((one) => one.amount?.toString())).toEqual(['2']);
    expect(only?.order.lines[0]?.allowances?.map((one) => one.amount?.toString())).toEqual(['1']);
  });

  it('tells element path, line and value of what is wrong', () => {
    const text = order({ price: '1,5', line: '<b:LineExtensionAmount currencyID="USD">1</b:LineExtensionAmount>' });
    const problems = readUblOrders(bytes(text.replace('2026-11-20', '20/11/2026'))).problems;
    expect(problems.map((one) => `${one.row} ${one.field} ${one.code} ${one.value}`)).toEqual([
      '12 LineExtensionAmount/@currencyID ORDER.CURRENCY_MIXED USD',
      '4 cbc:IssueDate ORDER.DATE 20/11/2026',
      '13 cac:OrderLine[1]/cac:LineItem/cac:Price/cbc:PriceAmount ORDER.DECIMAL 1,5',
    ]);
  });

  it('names the element that is missing', () => {
    const reading = readUblOrders(bytes(order().replace(/<b:Quantity.*<\/b:Quantity>/, '')));
    expect(reading.rejected[0]?.number).toBe('PO & 1');
    expect(reading.problems.map((one) => `${one.row} ${one.field} ${one.code}`)).toEqual([
      '9 cac:OrderLine[1]/cac:LineItem/cbc:Quantity ORDER.MISSING',
      '9 cac:OrderLine[1]/cac:LineItem/cbc:Quantity/@unitCode ORDER.MISSING',
    ]);
  });

  it.each([
    ['', 'ORDER.NOT_XML'],
    ['<Order>', 'ORDER.NOT_XML'],
    ['<x:Order/>', 'ORDER.NOT_XML'],
    ['<Order/>', 'ORDER.NOT_A_UBL_ORDER'],
    ['<!DOCTYPE Order [<!ENTITY a "b">]><Order>&a;</Order>', 'ORDER.DTD'],
    [`<Order ${NAMESPACES}>&unknown;</Order>`, 'ORDER.NOT_XML'],
    [`<Order ${NAMESPACES}>&#0;</Order>`, 'ORDER.NOT_XML'],
    [`${'<a>'.repeat(60)}${'</a>'.repeat(60)}`, 'ORDER.TOO_DEEP'],
  ])('refuses %s with %s', (text, code) => {
    const reading = readUblOrders(bytes(text));
    expect(reading.orders).toEqual([]);
    expect(reading.problems[0]?.code).toBe(code);
  });

  it('refuses too many elements and broken encoding', () => {
    expect(readUblOrders(bytes(`<a>${'<b/>'.repeat(500_001)}</a>`)).problems[0]?.code).toBe('ORDER.TOO_MANY_ELEMENTS');
    expect(readUblOrders(new Uint8Array([0x3c, 0xe9, 0x3e])).problems[0]?.code).toBe('ORDER.ENCODING');
  });
});

const CORPUS = join('..', 'shared', 'corpora', 'orders', 'ubl');
const files = existsSync(CORPUS)
  ? readdirSync(CORPUS, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.xml'))
  : [];
if (files.length === 0) console.warn(`SKIPPED: no sample orders at ${CORPUS}`);

(files.length > 0 ? describe : describe.skip)('the sample orders', () => {
  it.each(files)('%s is read, or refused as another document', (name) => {
    const content = readFileSync(join(CORPUS, name));
    const reading = readUblOrders(content);
    const isOrder = /<(\w+:)?Order[\s>]/.test(content.toString('utf8'));
    if (isOrder) {
      expect(reading.problems).toEqual([]);
      expect(reading.orders[0]?.order.lines.length).toBeGreaterThan(0);
    } else expect(reading.problems.map((one) => one.code)).toEqual(['ORDER.NOT_A_UBL_ORDER']);
  });
});
