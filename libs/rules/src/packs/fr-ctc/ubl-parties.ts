import type { Case } from './french-pattern.js';
import { isAddress } from './french-texts.js';
import { atMostLong, own, schemeChecks, siretFits, sirenText } from './shared-tests.js';
import { ADDED_PARTIES, CUSTOMER, doc, lines, PARTY_ID, SIREN, SUPPLIER } from './ubl-places.js';

const SIRET = `${PARTY_ID}[@schemeID=0009]`;
const LOCATION = 'cac:DeliveryLocation';
const LOCATION_SIREN = `cac:DeliveryParty/${SIREN}`;
const LOCATION_SIRET = `${LOCATION}/cbc:ID[@schemeID=0009]`;

const siret = (term: string, place: { at: string[] }, sirenNeeded: boolean): Case => ({
  ...place,
  checks: [[`BR-FR-09_${term}`, siretFits(SIRET, SIREN, sirenNeeded), SIRET]],
});
const locationSiret = (term: string, place: { at: string[] }): Case => ({
  ...place,
  checks: [[`BR-FR-09_${term}`, siretFits(LOCATION_SIRET, LOCATION_SIREN, false), LOCATION_SIRET]],
});

/** Electronic addresses with their terms, in the order of the rules. */
const ADDRESSES: readonly (readonly [term: string, place: string])[] = [
  ['BT-34', SUPPLIER],
  ['BT-49', CUSTOMER],
  ['EXT-FR-FE-12', `${CUSTOMER}/cac:AgentParty`],
  ['EXT-FR-FE-29', 'cac:PayeeParty'],
  ['EXT-FR-FE-52', 'cac:PaymentMeans/cac:PaymentMandate/cac:PayerParty'],
  ['EXT-FR-FE-75', `${SUPPLIER}/cac:AgentParty`],
  ['EXT-FR-FE-98', `${CUSTOMER}/cac:ServiceProviderParty/cac:Party`],
  ['EXT-FR-FE-121', `${SUPPLIER}/cac:ServiceProviderParty/cac:Party`],
];

const ROUTING: readonly (readonly [term: string, place: string])[] = [
  ['BT-29', SUPPLIER],
  ['BT-46', CUSTOMER],
];
const routing = (id: string, check: Case['checks'][number][1]): Case[] =>
  ROUTING.map(([term, place]) => ({
    ...doc(`${place}/${PARTY_ID}[@schemeID=0224]`),
    checks: [[`${id}_${term}`, check]],
  }));

const schemes = (term: string, at: readonly string[], source = PARTY_ID): Case => ({
  at,
  checks: schemeChecks(`BR-FR-CO-10_${term}`, source),
});

/** BR-FR-09, -23 to -26, -32, -CO-10 over UBL: identifiers and addresses of parties. */
export const UBL_PARTIES: readonly (readonly [id: string, cases: readonly Case[]])[] = [
  [
    'BR-FR-09',
    [
      siret('BT-29', doc(SUPPLIER), true),
      siret('BT-46', doc(CUSTOMER), true),
      siret('BT-60', doc('cac:PayeeParty'), false),
      ...ADDED_PARTIES.map(([term, , place]) => siret(term, doc(place), false)),
      locationSiret('BT-71', doc('cac:Delivery')),
      locationSiret('EXT-FR-FE-146', lines('cac:Delivery/cac:DeliveryLocation')),
    ],
  ],
  [
    'BR-FR-23',
    ADDRESSES.map(([term, place]) => ({
      ...doc(`${place}/cbc:EndpointID[@schemeID=0225]`),
      checks: [[`BR-FR-23_${term}`, own(isAddress)]],
    })),
  ],
  ['BR-FR-24', routing('BR-FR-24', own(isAddress))],
  [
    'BR-FR-25',
    ADDRESSES.map(([term, place]) => ({
      ...doc(`${place}/cbc:EndpointID`),
      checks: [[`BR-FR-25_${term}`, atMostLong(125)]],
    })),
  ],
  ['BR-FR-26', routing('BR-FR-26', atMostLong(100))],
  [
    'BR-FR-32',
    [
      { at: ['cac:PartyLegalEntity/cbc:CompanyID[@schemeID=0002]'], checks: [['BR-FR-32-LEGALID', sirenText]] },
      { at: [`${PARTY_ID}[@schemeID=0002,0231]`], checks: [['BR-FR-32-ID', sirenText]] },
    ],
  ],
  [
    'BR-FR-CO-10',
    [
      schemes('BT-29', [SUPPLIER]),
      schemes('BT-46', [CUSTOMER]),
      schemes('BT-60', ['cac:PayeeParty']),
      ...ADDED_PARTIES.map(([term, , place]) => schemes(term, [place])),
      schemes('BT-71', doc(`cac:Delivery/${LOCATION}`).at, 'cbc:ID'),
      schemes('EXT-FR-FE-146', lines(`cac:Delivery/${LOCATION}`).at, 'cbc:ID'),
    ],
  ],
];
