import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Decimal, localDate } from '#kernel';
import { parseLocalDateTime, type LifecycleMessage, type LifecycleParty, type LocalDateTime } from '#lifecycle';
import { readXml, type XmlDocument } from '#xml';
import { checkStructure, readCdar, readInvoice, termsAt, writeCdar } from './index.js';

const CORPORA = '../shared/corpora/fr-ctc/cdar';
const isHere = existsSync(CORPORA);
if (!isHere) console.warn(`skipped: lifecycle messages of the corpora (${CORPORA} is not here)`);

const at = (text: string): LocalDateTime => parseLocalDateTime(text) as LocalDateTime;
const lists = { ids: [], globalIds: [], contacts: [] };
const party = (id: string, roleCode: string, more: Partial<LifecycleParty> = {}): LifecycleParty => ({
  ...lists,
  globalIds: [{ id, scheme: '0002' }],
  roleCode,
  ...more,
});

/** Every field of the model once; invented. */
const WHOLE: LifecycleMessage = {
  process: 'REGULATED',
  guideline: 'urn.cpro.gouv.fr:1p0:CDV:invoice',
  id: 'FA-1_212_20261105101500#380_20261001',
  name: 'Encaissée & soldée',
  issuedAt: at('2026-11-05T10:15:00'),
  notes: [{ contentCode: 'X', content: 'Remarque (exemple)', subjectCode: 'AAI' }],
  sender: { ...lists, ids: [{ id: 'interne-1' }], roleCode: 'WK' },
  issuer: party('732829320', 'SE', {
    name: 'Vendeur (exemple)',
    contacts: [{ id: '1', person: 'A. Exemple', department: 'Compta', typeCode: 'AR', telephone: '+33', fax: '+34', email: 'a@example.com' }],
    address: { postcode: '75001', line1: '1', line2: '2', line3: '3', line4: '4', line5: '5', street: 'rue', city: 'Paris', country: 'FR', countryName: 'France', subdivisionCode: 'IDF', subdivision: 'Île-de-France' },
  }), // prettier-ignore
  recipients: [party('200000008', 'BY', { uri: { id: '200000008', scheme: '0225' } }), party('0000', 'DFH')],
  acknowledgements: [
    {
      isMultiple: false,
      id: 'A1',
      typeCode: '23',
      name: 'Traitement',
      setAt: at('2026-11-05T10:00:00'),
      invoices: [
        {
          number: 'FA-1',
          conditionCode: '47',
          typeCode: '380',
          receivedAt: at('2026-10-01T10:10:00'),
          attachments: [{ base64: 'QQ==', mimeType: 'text/plain', fileName: 'a.txt' }],
          referenceTypeCode: 'urn.cpro.gouv.fr:1p0:CDV:einvoicingF2',
          issuedOn: localDate('2026-10-01'),
          statusCode: '212',
          status: 'Encaissée',
          issuer: party('732829320', 'SE'),
          recipients: [party('200000008', 'BY')],
          details: [
            {
              referenceAt: at('2026-11-04T00:00:00'),
              conditionCode: '47',
              reasonCode: 'AUTRE',
              reason: 'Autre',
              condition: 'Condition',
              statusCode: '212',
              status: 'Encaissée',
              reasonInformationCode: 'RI',
              reasonInformation: 'Information',
              actionCode: 'NOA',
              action: 'Aucune',
              invalidInformation: 'faux',
              validInformation: 'juste',
              sequence: Decimal.of('1'),
              notes: [{ content: 'Commentaire' }],
              data: [
                { typeCode: 'MEN', amount: Decimal.of('600.00'), currency: 'EUR', percent: Decimal.of('20.00') },
                { typeCode: 'MEN', amount: Decimal.of('-105.50'), currency: 'EUR', percent: Decimal.of('5.50') },
                { term: 'BT-152', typeCode: 'DIV', isChanged: true, direction: '1', name: 'Taux', description: 'D', location: '/Invoice', value: 'v', on: localDate('2026-11-04'), code: 'c' },
                { at: at('2026-11-04T12:00:00'), measure: Decimal.of('1.5'), measureUnit: 'KGM', quantity: Decimal.of('2'), quantityUnit: 'C62', numeric: Decimal.of('3') },
              ], // prettier-ignore
            },
          ],
        },
      ],
    },
  ],
};

function document(bytes: Uint8Array): XmlDocument {
  const read = readXml(bytes);
  if (!read.ok) throw new Error(read.error.code);
  return read.value;
}

describe('lifecycle messages (CDAR D22B)', () => {
  it('are written and read by one table: every field comes back', () => {
    const { bytes, notCarried } = writeCdar(WHOLE);
    expect(notCarried).toEqual([]);
    const { message, unread, faults } = readCdar(document(bytes));
    expect({ unread, faults }).toEqual({ unread: [], faults: [] });
    expect(JSON.stringify(message)).toBe(JSON.stringify(readCdar(document(writeCdar(WHOLE).bytes)).message));
    expect(message).toEqual(WHOLE);
  });

  it('are written in the order of the schema', () => {
    expect(checkStructure(document(writeCdar(WHOLE).bytes))).toEqual([]);
  });

  it('tell what could not be read', () => {
    const text = Buffer.from(writeCdar(WHOLE).bytes).toString('utf8');
    const broken = text
      .replace('20261105101500<', '2026-11-05<')
      .replace('<ram:Name>Traitement', '<ram:Wrong>1</ram:Wrong><ram:Name>Traitement');
    const { message, unread, faults } = readCdar(document(Buffer.from(broken))); // prettier-ignore
    expect(message?.issuedAt).toBeUndefined();
    expect(faults.map(({ terms, field }) => [terms, field])).toEqual([
      [['MDT-8'], '/rsm:CrossDomainAcknowledgementAndResponse/rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString'],
    ]); // prettier-ignore
    expect(unread.map(({ value }) => value)).toEqual(['1']);
  });

  it('are no invoices, and invoices are no lifecycle messages', () => {
    const read = document(writeCdar(WHOLE).bytes);
    expect(readInvoice(read)).toMatchObject({ syntax: undefined, invoice: undefined });
    const invoice = document(Buffer.from('<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>'));
    expect(readCdar(invoice).message).toBeUndefined();
  });

  it('know the terms of their elements', () => {
    const root = '/CrossDomainAcknowledgementAndResponse/AcknowledgementDocument/ReferenceReferencedDocument';
    expect(termsAt('cdar', `${root}/ram:ProcessConditionCode`)).toEqual(['MDT-105']);
    expect(termsAt('cdar', `${root}/ram:SpecifiedDocumentStatus`)).toEqual(['MDG-37']);
  });
});

(isHere ? describe : describe.skip)('lifecycle messages of the corpora', () => {
  it('are read without loss and written so that they read the same', () => {
    const names = readdirSync(CORPORA, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.xml'));
    expect(names.length).toBeGreaterThan(50);
    const losses = names.flatMap((name) => {
      const first = readCdar(document(readFileSync(join(CORPORA, name))));
      const again = first.message && readCdar(document(writeCdar(first.message).bytes));
      expect([name, again?.message]).toEqual([name, first.message]);
      return [...first.unread, ...first.faults].map((loss) => ({ name, loss }));
    });
    expect(losses).toEqual([]);
  });
});
