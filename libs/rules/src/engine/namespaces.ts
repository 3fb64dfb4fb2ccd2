import { interned } from '#xml';

/** The prefixes in which paths of rules are written, whatever prefixes a document uses. */
export const NAMESPACES: Readonly<Record<string, string>> = {
  ubl: 'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2',
  cn: 'urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2',
  cac: 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
  cbc: 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
  ext: 'urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2',
  rsm: 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100',
  cdar: 'urn:un:unece:uncefact:data:standard:CrossDomainAcknowledgementAndResponse:100',
  ram: 'urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100',
  udt: 'urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100',
  qdt: 'urn:un:unece:uncefact:data:standard:QualifiedDataType:100',
};

/** What a name in a path stands for: namespace (undefined: any) and local name. */
export interface NameTest {
  readonly uri: string | undefined;
  readonly name: string;
  /** `*Amount`: the local name ends so; `*` alone matches every name. */
  readonly suffix: boolean;
  /** `[@schemeID=VA,FC]`: an attribute without prefix has one of these values, exactly. */
  readonly having: { readonly attribute: string; readonly values: readonly string[] } | undefined;
}

const NAME = /^(?:(\w+):)?(\*?)([\w-]*)(?:\[@(\w+)=([^\]]*)\])?$/;

/**
 * Reads `cbc:ID`, `ID` (no namespace), `ram:*ID`, `*Amount`, `*` or `ram:ID[@schemeID=VA,FC]`.
 * @throws Error for an unknown prefix: a rule that names one is a defect and must show when the program starts.
 */
export function nameTest(text: string): NameTest {
  const match = NAME.exec(text);
  if (!match) throw new Error(`Not a name in a path: ${text}`);
  const [, prefix, star, local = '', attribute, values] = match;
  const name = interned(local);
  const suffix = star === '*';
  const having = attribute === undefined ? undefined : { attribute, values: (values ?? '').split(',') };
  if (prefix === undefined) return { uri: suffix ? undefined : '', name, suffix, having };
  const known = NAMESPACES[prefix];
  const uri = known === undefined ? undefined : interned(known);
  if (uri === undefined) throw new Error(`Unknown prefix in a path: ${text}`);
  return { uri, name, suffix, having };
}

interface Named {
  readonly uri: string;
  readonly name: string;
  readonly attributes?: readonly { readonly name: string; readonly uri: string; readonly value: string }[];
}

/** Whether an element or attribute passes. */
export function passes(test: NameTest, node: Named): boolean {
  // One shape of test and the name first: this is the innermost question of every rule.
  if (!test.suffix) {
    if (node.name !== test.name || node.uri !== test.uri) return false;
    return test.having === undefined || carries(node, test.having);
  }
  return suffixPasses(test, node);
}

function suffixPasses(test: NameTest, node: Named): boolean {
  if ((test.uri !== undefined && node.uri !== test.uri) || !node.name.endsWith(test.name)) return false;
  return test.having === undefined || carries(node, test.having);
}

function carries(node: Named, { attribute, values }: NonNullable<NameTest['having']>): boolean {
  return (
    node.attributes?.some(({ name, uri, value }) => name === attribute && uri === '' && values.includes(value)) ?? false
  );
}
