import type { Decimal, LocalDate } from '#kernel';

/**
 * Date and time as a lifecycle message writes it, `YYYY-MM-DDTHH:MM:SS`: French local time, the format 204 of UN/CEFACT has
 * no zone.
 */
export type LocalDateTime = string & { readonly __brand: 'LocalDateTime' };

/** A value with the scheme of ISO 6523 (or EAS) that it belongs to: `0002` SIREN, `0225` address, `0238` platform. */
export interface SchemedId {
  readonly id: string;
  readonly scheme?: string;
}

export interface LifecycleContact {
  readonly id?: string;
  readonly person?: string;
  readonly department?: string;
  readonly typeCode?: string;
  readonly telephone?: string;
  readonly fax?: string;
  readonly email?: string;
}

export interface LifecycleAddress {
  readonly postcode?: string;
  readonly line1?: string;
  readonly line2?: string;
  readonly line3?: string;
  readonly line4?: string;
  readonly line5?: string;
  readonly street?: string;
  readonly city?: string;
  readonly country?: string;
  readonly countryName?: string;
  readonly subdivisionCode?: string;
  readonly subdivision?: string;
}

/** A party of the message or of the invoice; `roleCode` of UNTDID 3035: SE, BY, WK (platform), DFH (public portal) … */
export interface LifecycleParty {
  readonly ids: readonly SchemedId[];
  readonly globalIds: readonly SchemedId[];
  readonly name?: string;
  readonly roleCode?: string;
  readonly contacts: readonly LifecycleContact[];
  readonly address?: LifecycleAddress;
  /** Electronic address (MDT-73). */
  readonly uri?: SchemedId;
}

/** MDG-39: a comment (MDT-126) with the rule it speaks of (MDT-125) and a subject (MDT-127). */
export interface LifecycleNote {
  readonly contentCode?: string;
  readonly content?: string;
  readonly subjectCode?: string;
}

/** MDG-43: one datum that the status is about: an amount collected, a wrong or expected value, bank data. */
export interface StatusDatum {
  /** MDT-206, the business term: `BT-152`. */
  readonly term?: string;
  /** MDT-207: MEN, MPA, RAP, DIV, DVA, MAJ, CBB … */
  readonly typeCode?: string;
  /** MDT-209. */
  readonly isChanged?: boolean;
  readonly direction?: string;
  readonly name?: string;
  readonly description?: string;
  /** MDT-213: XPath in the invoice. */
  readonly location?: string;
  readonly value?: string;
  /** MDT-215; with tax where it is an amount collected. */
  readonly amount?: Decimal;
  /** MDT-216. */
  readonly currency?: string;
  readonly measure?: Decimal;
  readonly measureUnit?: string;
  /** MDT-219 as a date (format 102), or as a time (format 204). */
  readonly on?: LocalDate;
  readonly at?: LocalDateTime;
  readonly code?: string;
  readonly quantity?: Decimal;
  readonly quantityUnit?: string;
  readonly numeric?: Decimal;
  /** MDT-224: VAT rate in percent. */
  readonly percent?: Decimal;
}

/** MDG-37: why the status was set and what is asked for. */
export interface StatusDetail {
  readonly referenceAt?: LocalDateTime;
  readonly conditionCode?: string;
  /** MDT-113. */
  readonly reasonCode?: string;
  /** MDT-114. */
  readonly reason?: string;
  readonly condition?: string;
  /** MDT-115: status of the detail where it differs from the document's. */
  readonly statusCode?: string;
  readonly status?: string;
  readonly reasonInformationCode?: string;
  readonly reasonInformation?: string;
  /** MDT-121: NOA, PIN, NIN, CNF, CNP, CNA, OTH. */
  readonly actionCode?: string;
  /** MDT-122. */
  readonly action?: string;
  readonly invalidInformation?: string;
  readonly validInformation?: string;
  /** MDT-124-2: 1, 2, 3 … */
  readonly sequence?: Decimal;
  readonly notes: readonly LifecycleNote[];
  readonly data: readonly StatusDatum[];
}

/** An attached file, base64. */
export interface LifecycleAttachment {
  readonly base64: string;
  readonly mimeType?: string;
  readonly fileName?: string;
}

/** The invoice that the message speaks of. */
export interface ReferencedInvoice {
  /** MDT-87: BT-1. */
  readonly number?: string;
  /** MDT-88: UNTDID 1373. */
  readonly conditionCode?: string;
  /** MDT-91: BT-3. */
  readonly typeCode?: string;
  /** MDT-95: constant for the life of the invoice on each side. */
  readonly receivedAt?: LocalDateTime;
  /** MDT-96. */
  readonly attachments: readonly LifecycleAttachment[];
  /** MDT-97. */
  readonly referenceTypeCode?: string;
  /** MDT-100: BT-2. */
  readonly issuedOn?: LocalDate;
  /** MDT-100 where a sender writes it with a time. */
  readonly issuedAt?: LocalDateTime;
  /** MDT-105: 200 to 228, 501 … */
  readonly statusCode?: string;
  /** MDT-106: free text; the code counts. */
  readonly status?: string;
  /** MDT-129, -132: the seller. */
  readonly issuer?: LifecycleParty;
  readonly recipients: readonly LifecycleParty[];
  readonly details: readonly StatusDetail[];
}

/** One acknowledgement; the French profile sends one a message, about one invoice. */
export interface Acknowledgement {
  /** MDT-74: true when several invoices are meant. */
  readonly isMultiple?: boolean;
  readonly id?: string;
  /** MDT-77: `305` transmission, `23` processing. */
  readonly typeCode?: string;
  readonly name?: string;
  /** MDT-78: when the status was set. */
  readonly setAt?: LocalDateTime;
  readonly invoices: readonly ReferencedInvoice[];
}

/**
 * A lifecycle message (Flux 6), D22B CrossDomainAcknowledgementAndResponse, in the terms of the French specification. Only
 * lists are always there: what else must be there the rules say (pack `fr-cdar`).
 */
export interface LifecycleMessage {
  /** MDT-2: REGULATED, NON_REGULATED, B2C …; absent towards the public portal. */
  readonly process?: string;
  /** MDT-3: `urn.cpro.gouv.fr:1p0:CDV:invoice`, or `…:einvoicingF2` towards the public portal. */
  readonly guideline?: string;
  /** MDT-4. */
  readonly id?: string;
  /** MDT-5. */
  readonly name?: string;
  /** MDT-8: when the message was made. */
  readonly issuedAt?: LocalDateTime;
  readonly notes: readonly LifecycleNote[];
  /** MDG-9: who transmits. */
  readonly sender?: LifecycleParty;
  /** Who sets the status. */
  readonly issuer?: LifecycleParty;
  readonly recipients: readonly LifecycleParty[];
  readonly acknowledgements: readonly Acknowledgement[];
}
