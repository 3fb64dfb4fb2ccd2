export type ProfileId = 'MINIMUM' | 'BASIC_WL' | 'BASIC' | 'EN16931' | 'EXTENDED';

/** A Factur-X profile (ZUGFeRD 2 has the same under the same names). */
export interface Profile {
  readonly id: ProfileId;
  /** BT-24 as a document of this profile states it. */
  readonly specification: string;
  /** Value of fx:ConformanceLevel in the XMP of the PDF. */
  readonly conformanceLevel: string;
  /** Each profile holds everything of those with a lower rank. */
  readonly rank: number;
}

/** In ascending order (Factur-X 1.08, chapter 5). */
export const PROFILES: readonly Profile[] = [
  { id: 'MINIMUM', specification: 'urn:factur-x.eu:1p0:minimum', conformanceLevel: 'MINIMUM', rank: 0 },
  { id: 'BASIC_WL', specification: 'urn:factur-x.eu:1p0:basicwl', conformanceLevel: 'BASIC WL', rank: 1 },
  {
    id: 'BASIC',
    specification: 'urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic',
    conformanceLevel: 'BASIC',
    rank: 2,
  },
  { id: 'EN16931', specification: 'urn:cen.eu:en16931:2017', conformanceLevel: 'EN 16931', rank: 3 },
  {
    id: 'EXTENDED',
    specification: 'urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended',
    conformanceLevel: 'EXTENDED',
    rank: 4,
  },
];
