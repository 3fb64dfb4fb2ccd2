import { within, type Node } from './document.js';
import type { Change } from './mutate.js';
import type { Random } from './random.js';

/* Changes in the words of the French reform: its codes, notes, identifiers and statuses, right and wrong ones. */

const words = (list: string): string[] => list.split(' ');
const FRAMES = words('B1 S1 M1 B2 S2 M2 S3 B4 S4 M4 S5 S6 B7 S7 B8 S8 M8 B9 S9 M9 M7 A1');
const TYPES = words('380 381 384 386 389 393 396 261 262 471 472 473 500 501 502 503 326');
const SUBJECTS = words('PMT PMD AAB BAR TXD BLU ABL AAI REG');
const TREATMENTS = words('B2B B2BINT B2C B2CINT OUTOFSCOPE ARCHIVEONLY B2G MEMBRE_ASSUJETTI_UNIQUE');
const SCHEMES = words('0002 0009 0224 0225 0231 0088 0238 0060 0228 EM AFL AVV VA 102 204');
const IDS = words('732829320 73282932000074 732829320_73282932000074 732829320_STATUTS 123456789 12345678A 1234 A.B-C é_x FR82732829320'); // prettier-ignore
const RATES = words('0 0.0 0.00 20 20.0 20.00 20.000 5.5 5.50 2.1 8.5 10 19.6 13.0 7.00 1.05 0.9 9.2 3 -5.5');
const KINDS = words('GROUP DETAIL INFORMATION OTHER');
const ATTACHMENTS = words('RIB LISIBLE PJA BON_LIVRAISON BON_COMMANDE ETAT_ACOMPTE LOGO');
const STATUSES = words(
  '200 201 202 203 204 205 206 207 208 209 210 211 212 213 214 220 221 224 228 250 300 501 601 999',
);
const REASONS = words('NON_TRANSMISE JUSTIF_ABS ROUTAGE_ERR AUTRE COORD_BANC_ERR TX_TVA_ERR MONTANTTOTAL_ERR CALCUL_ERR NON_CONFORME DOUBLON DEST_INC DEST_ERR TRANSAC_INC EMMET_INC CONTRAT_TERM CMD_ERR ADR_ERR SIRET_ERR REF_CT_ABSENT REF_ERR PU_ERR QTE_ERR QUALITE_ERR LIVR_INCOMP REJ_SEMAN REJ_UNI IRR_SYNTAX IRR_VIDE_F CONTACT_ACHTR OTHER'); // prettier-ignore
const ROLES = words('BY AB DL SE SR PE PR II IV WK DFH XX');
const ACTIONS = words('NOA PIN NIN CNF CNP CNA OTH XXX');
const DATA = words('MEN MPA RAP ESC RAB REM MAP MAPTTC MNA MNATTC CBB DIV DVA MAJ XXX');
const GUIDELINES = words('urn.cpro.gouv.fr:1p0:CDV:invoice urn.cpro.gouv.fr:1p0:CDV:einvoicingF2 urn:cpro.gouv.fr:1p0:CDV:invoice REGULATED NON_REGULATED B2C S1 LONG'); // prettier-ignore
const EXEMPTIONS = words('VATEX-FR-FRANCHISE VATEX-EU-132 VATEX-FR-CNWVAT VATEX-XX');
const DATES = words('20260229 2026-02-29 20260901 2026-09-01 19990101 1999-01-01 21000101 20260901120000');

/** What an element of this name may come to hold. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  ProfileID: FRAMES,
  InvoiceTypeCode: TYPES,
  CreditNoteTypeCode: TYPES,
  DocumentTypeCode: [...TYPES, '130', '50'],
  TypeCode: [...TYPES, ...DATA, '305', '23', '916', '130', 'VAT'],
  SubjectCode: SUBJECTS,
  Content: [...TREATMENTS, '#AFL1#x'],
  Note: [...SUBJECTS.map((code) => `#${code}#text`), ...TREATMENTS.map((value) => `#BAR#${value}`), 'plain', '##plain'],
  Percent: RATES,
  RateApplicablePercent: RATES,
  ValuePercent: RATES,
  DocumentStatusCode: KINDS,
  LineStatusReasonCode: KINDS,
  DocumentDescription: ATTACHMENTS,
  ProcessConditionCode: STATUSES,
  ReasonCode: REASONS,
  RequestedActionCode: ACTIONS,
  RoleCode: ROLES,
  StatusCode: words('10 51 43 8 48 45 39 37 50 49 47 46 1 5 7'),
  TaxExemptionReasonCode: EXEMPTIONS,
  ExemptionReasonCode: EXEMPTIONS,
  TaxExemptionReason: ['#AFL1#reason', 'reason', ''],
  ExemptionReason: ['#AFL1#reason', 'reason', ''],
  CompanyID: IDS,
  EndpointID: [...IDS, ...FRAMES],
  GlobalID: [...IDS, '0000', '9998', '9999'],
  URIID: IDS,
  DateTimeString: DATES,
  IssueDate: DATES,
  PaymentDueDate: DATES,
  DescriptionCode: words('3 35 432 5 29 72'),
  DueDateTypeCode: words('3 35 432 5 29 72'),
  SequenceNumeric: words('0 1 2 x'),
};

const leaves = (root: Node) => [...within(root)].filter(({ node }) => node.children.length === 0);

/** The codes and notes that rules look at most are met often enough, however many names and streets stand around them. */
const setWord: Change = (root, random) => {
  const names = [...new Set(leaves(root).map(({ node }) => node.name))].filter((name) => VALUES[name] !== undefined);
  if (names.length === 0) return undefined;
  const name = random.pick(names);
  const { node, parent } = random.pick(leaves(root).filter((place) => place.node.name === name));
  node.text = random.pick(VALUES[name] as readonly string[]);
  return `${parent.name}/${name} to ${node.text}`;
};

const setIdentifier: Change = (root, random) => {
  const places = leaves(root).filter(({ node }) => /^(ID|IssuerAssignedID|LineID|ParentLineID)$/.test(node.name));
  if (places.length === 0) return undefined;
  const { node, parent } = random.pick(places);
  const others = places.map((place) => place.node.text);
  node.text = random.pick([...IDS, ...FRAMES, ...GUIDELINES, ...others, ...others, 'x'.repeat(36), 'with space']);
  return `${parent.name}/${node.name} to ${node.text}`;
};

const setScheme: Change = (root, random) => {
  const places = [...within(root)].filter(({ node }) => node.attributes.length > 0);
  if (places.length === 0) return undefined;
  const { node } = random.pick(places);
  const attribute = random.pick(node.attributes);
  attribute.value = random.pick(SCHEMES);
  return `${node.name}/@${attribute.name} to ${attribute.value}`;
};

/** A copy of an element beside it, with another word in it. */
const addBeside: Change = (root, random) => {
  const places = [...within(root)].filter(({ node }) => wordsIn(node).length > 0);
  if (places.length === 0) return undefined;
  const { node, parent } = random.pick(places);
  const copy = structuredClone(node);
  const target = random.pick(wordsIn(copy));
  target.text = random.pick(VALUES[target.name] as readonly string[]);
  parent.children.splice(parent.children.indexOf(node) + 1, 0, copy);
  return `add ${parent.name}/${node.name} with ${target.name} ${target.text}`;
};

function wordsIn(node: Node): Node[] {
  const inner = [node, ...[...within(node)].map((place) => place.node)];
  return inner.filter((each) => each.children.length === 0 && VALUES[each.name] !== undefined);
}

/** Notes as UBL strings them together. */
const joinNotes: Change = (root: Node, random: Random) => {
  const places = leaves(root).filter(({ node }) => node.name === 'Note');
  if (places.length === 0) return undefined;
  const { node } = random.pick(places);
  node.text += random.pick(VALUES['Note'] as readonly string[]);
  return `note ${node.text.slice(0, 60)}`;
};

export const FRENCH_CHANGES: readonly Change[] = [setWord, setWord, setWord, setIdentifier, setScheme, addBeside, joinNotes]; // prettier-ignore
