import type { XmlElement } from '#xml';
import { CDAR_MAP } from './cdar.map.js';
import { CII_MAP } from './cii.map.js';
import { NAMESPACES } from './namespace.table.js';
import { buildPlan, type Plan } from './plan.js';
import type { Profile } from './profile.table.js';
import type { Row } from './row.js';
import { UBL_MAP } from './ubl.map.js';

/** A syntax of invoices. */
export type SyntaxId = 'ubl-invoice' | 'ubl-credit-note' | 'cii';

/** Invoices, and the lifecycle messages about them. */
export type DocumentSyntaxId = SyntaxId | 'cdar';

/** A syntax as data: root element, table, what its root declares. */
export interface SyntaxDescriptor {
  readonly id: DocumentSyntaxId;
  readonly root: string;
  readonly uri: string;
  readonly rows: readonly Row[];
  readonly only: 'invoice' | 'credit-note';
  /** Start tag of a written document, without `>`. */
  readonly openTag: string;
  readonly closeTag: string;
}

const declare = (...prefixes: (keyof typeof NAMESPACES)[]): string =>
  prefixes.map((prefix) => ` xmlns:${prefix}="${NAMESPACES[prefix]}"`).join('');

export const SYNTAXES: Readonly<Record<DocumentSyntaxId, SyntaxDescriptor>> = {
  'ubl-invoice': {
    id: 'ubl-invoice',
    root: 'ubl:Invoice',
    uri: NAMESPACES.ubl,
    rows: UBL_MAP,
    only: 'invoice',
    openTag: `<Invoice xmlns="${NAMESPACES.ubl}"${declare('cac', 'cbc')}`,
    closeTag: '</Invoice>',
  },
  'ubl-credit-note': {
    id: 'ubl-credit-note',
    root: 'cn:CreditNote',
    uri: NAMESPACES.cn,
    rows: UBL_MAP,
    only: 'credit-note',
    openTag: `<CreditNote xmlns="${NAMESPACES.cn}"${declare('cac', 'cbc')}`,
    closeTag: '</CreditNote>',
  },
  cii: {
    id: 'cii',
    root: 'rsm:CrossIndustryInvoice',
    uri: NAMESPACES.rsm,
    rows: CII_MAP,
    only: 'invoice',
    openTag: `<rsm:CrossIndustryInvoice${declare('rsm', 'ram', 'udt', 'qdt')}`,
    closeTag: '</rsm:CrossIndustryInvoice>',
  },
  cdar: {
    id: 'cdar',
    root: 'cdar:CrossDomainAcknowledgementAndResponse',
    uri: NAMESPACES.cdar,
    rows: CDAR_MAP,
    only: 'invoice',
    openTag: `<rsm:CrossDomainAcknowledgementAndResponse xmlns:rsm="${NAMESPACES.cdar}"${declare('ram', 'udt', 'qdt')}`,
    closeTag: '</rsm:CrossDomainAcknowledgementAndResponse>',
  },
};

const ALL = Object.values(SYNTAXES);
const plans = new Map<string, Plan>();

/** The syntax of a document, by namespace and name of its root; undefined when it is none of ours. */
export function detectSyntax(root: XmlElement): DocumentSyntaxId | undefined {
  return ALL.find((syntax) => syntax.uri === root.uri && syntax.root.endsWith(`:${root.name}`))?.id;
}

/** The compiled table, built on first use. */
export function planOf(syntax: DocumentSyntaxId, upTo?: Profile): Plan {
  const key = `${syntax}|${upTo?.id ?? ''}`;
  let plan = plans.get(key);
  if (plan === undefined) {
    const { root, rows, only } = SYNTAXES[syntax];
    plan = buildPlan(root, rows, only, upTo);
    plans.set(key, plan);
  }
  return plan;
}
