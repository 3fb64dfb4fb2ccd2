import type { ProfileId } from '#syntax';

/** How the embedded file relates to the page (ISO 19005-3, table E.1). */
export type Relationship = 'Alternative' | 'Source' | 'Data' | 'Supplement' | 'Unspecified';

/** A profile of Factur-X 1.08 / ZUGFeRD 2.4, as the container names it. */
export interface HybridProfile {
  readonly id: HybridProfileId;
  /** Which terms the embedded document takes: the profile of the syntax library that it is written in. */
  readonly content: ProfileId;
  /** `fx:ConformanceLevel` of the XMP metadata. */
  readonly conformanceLevel: string;
  /** BT-24 values that belong to the profile; the first is the one to write. */
  readonly specifications: readonly string[];
  readonly fileName: 'factur-x.xml' | 'xrechnung.xml';
  readonly relationship: Relationship;
}

/** The profiles of the Factur-X family that the syntax library writes, and two that travel in the same container. */
export type HybridProfileId = ProfileId | 'EXTENDED_CTC_FR' | 'XRECHNUNG';

/**
 * Factur-X 1.08, chapters 6.2 and 6.3 and rule BR-HYBRID-11: `Alternative` is accepted in France and Germany alike;
 * MINIMUM and BASIC WL are no full invoices and therefore `Data`.
 */
export const HYBRID_PROFILES: Readonly<Record<HybridProfileId, HybridProfile>> = {
  MINIMUM: {
    id: 'MINIMUM',
    content: 'MINIMUM',
    conformanceLevel: 'MINIMUM',
    specifications: ['urn:factur-x.eu:1p0:minimum', 'urn:zugferd.de:2p0:minimum'],
    fileName: 'factur-x.xml',
    relationship: 'Data',
  },
  BASIC_WL: {
    id: 'BASIC_WL',
    content: 'BASIC_WL',
    conformanceLevel: 'BASIC WL',
    specifications: ['urn:factur-x.eu:1p0:basicwl', 'urn:zugferd.de:2p0:basicwl'],
    fileName: 'factur-x.xml',
    relationship: 'Data',
  },
  BASIC: {
    id: 'BASIC',
    content: 'BASIC',
    conformanceLevel: 'BASIC',
    specifications: [
      'urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic',
      'urn:cen.eu:en16931:2017:compliant:factur-x.eu:1p0:basic',
      'urn:cen.eu:en16931:2017#compliant#urn:zugferd.de:2p0:basic',
    ],
    fileName: 'factur-x.xml',
    relationship: 'Alternative',
  },
  EN16931: {
    id: 'EN16931',
    content: 'EN16931',
    conformanceLevel: 'EN 16931',
    specifications: ['urn:cen.eu:en16931:2017'],
    fileName: 'factur-x.xml',
    relationship: 'Alternative',
  },
  EXTENDED: {
    id: 'EXTENDED',
    content: 'EXTENDED',
    conformanceLevel: 'EXTENDED',
    specifications: [
      'urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended',
      'urn:cen.eu:en16931:2017#conformant#urn:zugferd.de:2p0:extended',
    ],
    fileName: 'factur-x.xml',
    relationship: 'Alternative',
  },
  // The XMP list has no value of its own for the French subset of EXTENDED.
  EXTENDED_CTC_FR: {
    id: 'EXTENDED_CTC_FR',
    content: 'EXTENDED',
    conformanceLevel: 'EXTENDED',
    specifications: ['urn:cen.eu:en16931:2017#conformant#urn.cpro.gouv.fr:1p0:extended-ctc-fr'],
    fileName: 'factur-x.xml',
    relationship: 'Alternative',
  },
  XRECHNUNG: {
    id: 'XRECHNUNG',
    content: 'EN16931',
    conformanceLevel: 'XRECHNUNG',
    specifications: ['urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0'],
    fileName: 'xrechnung.xml',
    relationship: 'Alternative',
  },
};
