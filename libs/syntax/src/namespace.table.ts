/** Prefixes of the tables, with the namespaces they stand for; written documents use them too, save for those of `WRITTEN_PREFIXES`. */
export const NAMESPACES = {
  ubl: 'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2',
  cn: 'urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2',
  cac: 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
  cbc: 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
  ext: 'urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2',
  rsm: 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100',
  cdar: 'urn:un:unece:uncefact:data:standard:CrossDomainAcknowledgementAndResponse:100',
  // Flux 10 stands in no namespace.
  frr: '',
  ram: 'urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100',
  udt: 'urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100',
  qdt: 'urn:un:unece:uncefact:data:standard:QualifiedDataType:100',
} as const;

/** Both UN/CEFACT messages call their own namespace `rsm`, by convention of their examples. */
export const WRITTEN_PREFIXES: Partial<Record<keyof typeof NAMESPACES, string>> = { cdar: 'rsm', frr: '' };

export type Prefix = keyof typeof NAMESPACES;
