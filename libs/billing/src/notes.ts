import type { LocalDate } from '#kernel';
import type { InvoiceNote } from '#invoice';
import type { Order } from '#order';
import type { BillingPolicy, PolicyNote } from './billing-policy.js';
import type { DraftNotebook } from './draft-notebook.js';
import type { PartnerProfile } from './partner-profile.js';

/** Notes that French law wants on every invoice (BR-FR-05): fixed charge, late penalties, cash discount. */
const LEGAL_NOTES = ['PMT', 'PMD', 'AAB'] as const;
/** Notes that may stand once only (BR-FR-06, BR-FR-31). */
const ONCE = new Set(['PMT', 'PMD', 'AAB', 'TXD', 'BAR']);
const GENERAL = 'AAI';

/**
 * BG-1: handling (BAR) first, then the legal notes and the policy's others, then the customer's standing note and the order's.
 * The order's wording goes before the customer's, the customer's before the policy's. On French invoices every note has a
 * subject code, since UBL glues a note without one to the note before it.
 */
export function invoiceNotes(
  order: Order,
  customer: PartnerProfile,
  policy: BillingPolicy,
  at: { issueDate: LocalDate; isFrench: boolean },
  notebook: DraftNotebook,
): InvoiceNote[] {
  const given = orderNotes(order, at.isFrench, notebook);
  const taken = new Set(given.map((note) => note.subjectCode).filter((code) => code !== undefined && ONCE.has(code)));
  const standing = standingNotes(customer, policy, at.issueDate).filter((note) => !taken.has(note.subjectCode));
  const handling = at.isFrench && !taken.has('BAR') ? [{ subjectCode: 'BAR', text: customer.handling }] : [];
  const general = customer.standingNote
    ? [{ subjectCode: GENERAL, text: customer.standingNote[customer.language] }]
    : [];
  const [leading, rest] = partition(given, (note) => note.subjectCode === 'BAR');
  const notes = [...leading, ...handling, ...standing, ...general, ...rest];
  if (at.isFrench) checkLegalNotes(notes, policy, notebook);
  return notes;
}

function standingNotes(customer: PartnerProfile, policy: BillingPolicy, issueDate: LocalDate): InvoiceNote[] {
  const applies = (note: PolicyNote) =>
    (note.validFrom === undefined || note.validFrom <= issueDate) &&
    (note.validTo === undefined || note.validTo >= issueDate);
  const own = customer.notes.filter(applies);
  const replaced = new Set(own.map((note) => note.subjectCode));
  return [...policy.notes.filter((note) => applies(note) && !replaced.has(note.subjectCode)), ...own].map((note) => ({
    subjectCode: note.subjectCode,
    text: note.text[customer.language],
  }));
}

function orderNotes(order: Order, isFrench: boolean, notebook: DraftNotebook): InvoiceNote[] {
  return (order.notes ?? []).map((note, index) => {
    if (isFrench && note.text.includes('#')) {
      notebook.fault(
        'NOTE_HASH',
        ['notes', index, 'text'],
        note.text,
        {
          en: 'The note holds "#", which separates notes in the French UBL convention.',
          fr: 'La note contient « # », qui sépare les notes dans la convention française UBL.',
        },
        { en: 'Write "no." instead.', fr: 'Écrivez « n° » à la place.' },
      );
    }
    return isFrench && note.subjectCode === undefined ? { subjectCode: GENERAL, text: note.text } : note;
  });
}

function checkLegalNotes(notes: readonly InvoiceNote[], policy: BillingPolicy, notebook: DraftNotebook): void {
  for (const code of LEGAL_NOTES) {
    if (notes.some((note) => note.subjectCode === code)) continue;
    notebook.profileFault(
      'LEGAL_NOTE_MISSING',
      `policy ${policy.policyId}: /notes (${code})`,
      {
        en: `No note ${code} is valid on the issue date; French law wants it on every invoice.`,
        fr: `Aucune mention ${code} n'est valable à la date de facture ; la loi l'exige sur toute facture.`,
      },
      { en: 'Add it to the notes of the policy (BR-FR-05).', fr: 'Ajoutez-la aux notes de la politique (BR-FR-05).' },
    );
  }
}

function partition<T>(values: readonly T[], test: (value: T) => boolean): [T[], T[]] {
  return [values.filter(test), values.filter((value) => !test(value))];
}
