import type { Invoice } from '#invoice';
import { PROFILES, type Profile, type ProfileId } from './profile.table.js';

const BY_ID = new Map(PROFILES.map((profile) => [profile.id, profile]));

export function profile(id: ProfileId): Profile {
  return BY_ID.get(id) as Profile;
}

/** The Factur-X profile that BT-24 names; undefined for any other specification (a CIUS such as XRechnung, Peppol). */
export function profileOf(specification: string): Profile | undefined {
  return PROFILES.find((candidate) => candidate.specification === specification.trim());
}

/** The invoice with BT-24 set to the profile; nothing else changes. The writer writes BT-24 as the model has it. */
export function withProfile(invoice: Invoice, id: ProfileId): Invoice {
  return { ...invoice, process: { ...invoice.process, specification: profile(id).specification } };
}
