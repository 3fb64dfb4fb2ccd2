import type { XmlElement } from '#xml';
import { CII_MAP } from './cii.map.js';
import { NAMESPACES } from './namespace.table.js';
import { buildPlan, type Plan } from './plan.js';
import type { Profile } from './profile.table.js';
import type { Row } from './row.js';
import { UBL_MAP } from './ubl.map.js';

export type SyntaxId = 'ubl-invoice' | 'ubl-credit-note' | 'cii';

/** A syntax as data: root element, table, what its root declares. */
export interface SyntaxDescriptor {
  readonly id: SyntaxId;
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

export const SYNTAXES: Readonly<Record<SyntaxId, SyntaxDescriptor>> = {
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
};

const ALL = Object.values(SYNTAXES);
const plans = new Map<string, Plan>();

/** The syntax of a document, by namespace and name of its root; undefined when it is none of ours. */
export function detectSyntax(root: XmlElement): SyntaxId | undefined {
  return ALL.find((syntax) => syntax.uri === root.uri && syntax.root.endsWith(`:${root.name}`))?.id;
}

/** The compiled table, built on first use. */
export function planOf(syntax: SyntaxId, upTo?: Profile): Plan {
  const key = `${syntax}|${upTo?.id ?? ''}`;
  let plan = plans.get(key);
  if (plan === undefined) {
    const { root, rows, only } = SYNTAXES[syntax];
    plan = buildPlan(root, rows, only, upTo);
    plans.set(key, plan);
  }
  return plan;
}
