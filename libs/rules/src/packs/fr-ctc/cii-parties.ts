import { DELIVERY, inDocument, inLine, LEGAL_ID, PARTIES, TRADE, URI, BUYER, SELLER } from './cii-places.js';
import type { Case } from './french-pattern.js';
import { isAddress } from './french-texts.js';
import { atMostLong, own, schemeChecks, siretFits, sirenText } from './shared-tests.js';

const SIRET = 'ram:GlobalID[@schemeID=0009]';
const SIREN = `${LEGAL_ID}[@schemeID=0002]`;
const SHIP_TO = 'ram:ShipToTradeParty';
const LINE_SHIP_TO = `ram:SpecifiedLineTradeDelivery/${SHIP_TO}`;

/** Seller and buyer need their SIREN beside a SIRET, the others may go without. */
const NEEDS_SIREN = new Set(['BT-29', 'BT-46']);
const siret = (term: string, place: { at: string[] }): Case => ({
  ...place,
  checks: [[`BR-FR-09_${term}`, siretFits(SIRET, SIREN, NEEDS_SIREN.has(term), false), SIRET]],
});

const ROUTING = [
  ['BT-29', SELLER],
  ['BT-46', BUYER],
] as const;
const routing = (id: string, check: Case['checks'][number][1]): Case[] =>
  ROUTING.map(([term, place]) => ({
    ...inDocument(`${place}/ram:GlobalID[@schemeID=0224]`),
    checks: [[`${id}_${term}`, check]],
  }));

const schemes = (term: string, place: string): Case => ({
  at: [place],
  checks: schemeChecks(`BR-FR-CO-10_${term}`, 'ram:GlobalID'),
});

/** BR-FR-09, -23 to -26, -32, -CO-10 over CII: identifiers and addresses of parties. */
export const CII_PARTIES: readonly (readonly [id: string, cases: readonly Case[]])[] = [
  [
    'BR-FR-09',
    [
      ...PARTIES.map(([term, , place]) => siret(term, inDocument(place))),
      siret('BT-71', inDocument(`${DELIVERY}/${SHIP_TO}`)),
      siret('EXT-FR-FE-146', inLine(LINE_SHIP_TO)),
    ],
  ],
  [
    'BR-FR-23',
    PARTIES.map(([, term, place]) => ({
      ...inDocument(`${place}/${URI}[@schemeID=0225]`),
      checks: [[`BR-FR-23_${term}`, own(isAddress)]],
    })),
  ],
  ['BR-FR-24', routing('BR-FR-24', own(isAddress))],
  [
    'BR-FR-25',
    PARTIES.map(([, term, place]) => ({
      ...inDocument(`${place}/${URI}`),
      checks: [[`BR-FR-25_${term}`, atMostLong(125)]],
    })),
  ],
  ['BR-FR-26', routing('BR-FR-26', atMostLong(100))],
  [
    'BR-FR-32',
    [
      { at: [SIREN], checks: [['BR-FR-32-LEGALID', sirenText]] },
      { at: ['ram:GlobalID[@schemeID=0002,0231]'], checks: [['BR-FR-32-GLOBALID', sirenText]] },
    ],
  ],
  [
    'BR-FR-CO-10',
    [
      ...PARTIES.map(([term, , place]) => schemes(term, place)),
      schemes('BT-71', `${DELIVERY}/${SHIP_TO}`),
      schemes('EXT-FR-FE-146', `${TRADE}/ram:IncludedSupplyChainTradeLineItem/${LINE_SHIP_TO}`),
    ],
  ],
];
