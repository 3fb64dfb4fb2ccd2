import type { Identifier } from './invoice.js';

/** BG-4 Seller. */
export interface Seller {
  /** BT-27 Seller name. */
  readonly name: string;
  /** BT-28 Seller trading name. */
  readonly tradingName?: string;
  /** BT-29 Seller identifiers, with BT-29-1 scheme (ISO 6523). */
  readonly identifiers: readonly Identifier[];
  /** BT-30 Seller legal registration identifier, with BT-30-1 scheme (`0002` SIREN). */
  readonly legalRegistration?: Identifier;
  /** BT-31 Seller VAT identifier. */
  readonly vatId?: string;
  /** BT-32 Seller tax registration identifier. */
  readonly taxRegistrationId?: string;
  /** BT-33 Seller additional legal information. */
  readonly legalInformation?: string;
  /** BT-34 Seller electronic address, with BT-34-1 scheme (EAS). */
  readonly electronicAddress?: Identifier;
  /** BG-5 Seller postal address (BT-35 to BT-40, BT-162). */
  readonly address: PostalAddress;
  /** BG-6 Seller contact (BT-41 to BT-43). */
  readonly contact?: Contact;
}

/** BG-7 Buyer. */
export interface Buyer {
  /** BT-44 Buyer name. */
  readonly name: string;
  /** BT-45 Buyer trading name. */
  readonly tradingName?: string;
  /** BT-46 Buyer identifiers, with BT-46-1 scheme. The norm allows one; EXTENDED profiles allow more. */
  readonly identifiers: readonly Identifier[];
  /** BT-47 Buyer legal registration identifier, with BT-47-1 scheme. */
  readonly legalRegistration?: Identifier;
  /** BT-48 Buyer VAT identifier. */
  readonly vatId?: string;
  /** BT-49 Buyer electronic address, with BT-49-1 scheme. */
  readonly electronicAddress?: Identifier;
  /** BG-8 Buyer postal address (BT-50 to BT-55, BT-163). */
  readonly address: PostalAddress;
  /** BG-9 Buyer contact (BT-56 to BT-58). */
  readonly contact?: Contact;
}

/** BG-10 Payee. */
export interface Payee {
  /** BT-59 Payee name. */
  readonly name: string;
  /** BT-60 Payee identifier, with BT-60-1 scheme. */
  readonly identifier?: Identifier;
  /** BT-61 Payee legal registration identifier, with BT-61-1 scheme. */
  readonly legalRegistration?: Identifier;
}

/** BG-11 Seller tax representative party. */
export interface TaxRepresentative {
  /** BT-62 Seller tax representative name. */
  readonly name: string;
  /** BT-63 Seller tax representative VAT identifier. */
  readonly vatId: string;
  /** BG-12 Seller tax representative postal address (BT-64 to BT-69, BT-164). */
  readonly address: PostalAddress;
}

/** BG-5, BG-8, BG-12, BG-15: a postal address. */
export interface PostalAddress {
  /** BT-35, BT-50, BT-64, BT-75. */
  readonly line1?: string;
  /** BT-36, BT-51, BT-65, BT-76. */
  readonly line2?: string;
  /** BT-162, BT-163, BT-164, BT-165. */
  readonly line3?: string;
  /** BT-37, BT-52, BT-66, BT-77. */
  readonly city?: string;
  /** BT-38, BT-53, BT-67, BT-78. */
  readonly postCode?: string;
  /** BT-39, BT-54, BT-68, BT-79. */
  readonly subdivision?: string;
  /** BT-40, BT-55, BT-69, BT-80: ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** BG-6 Seller contact, BG-9 Buyer contact. */
export interface Contact {
  /** BT-41, BT-56 contact point. */
  readonly name?: string;
  /** BT-42, BT-57 telephone number. */
  readonly telephone?: string;
  /** BT-43, BT-58 email address. */
  readonly email?: string;
}
