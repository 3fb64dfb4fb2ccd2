import type { Bilingual, Problem } from '#kernel';

/** What a person asked for and cannot be done; nothing was booked. */
export interface Refused {
  readonly kind: 'refused';
  readonly problem: Problem;
}

type Texts = readonly [message: Bilingual, remedy: Bilingual];

const TEXTS = {
  'CASH.UNKNOWN_DOCUMENT': [
    { en: 'No such document is on this account.', fr: "Ce document n'existe pas sur ce compte." },
    { en: 'Check the id, the customer and the currency.', fr: "Vérifiez l'identifiant, le client et la devise." },
  ],
  'CASH.UNKNOWN_PAYMENT': [
    { en: 'There is no such payment.', fr: "Ce paiement n'existe pas." },
    { en: 'List the payments of the customer.', fr: 'Consultez les paiements du client.' },
  ],
  'CASH.OTHER_CUSTOMER': [
    {
      en: 'Document and money belong to different customers.',
      fr: "Le document et l'argent sont de clients différents.",
    },
    {
      en: 'Undo the entry and split it over the customers.',
      fr: "Annulez l'affectation de l'écriture et répartissez-la entre les clients.",
    },
  ],
  'CASH.OTHER_CURRENCY': [
    {
      en: 'Document and money are in different currencies.',
      fr: "Le document et l'argent sont en devises différentes.",
    },
    { en: 'Allocate within one currency.', fr: 'Affectez dans une même devise.' },
  ],
  'CASH.MORE_THAN_OPEN': [
    { en: 'More than what is open on the document.', fr: 'Plus que ce qui reste ouvert sur le document.' },
    { en: 'Take no more than the open amount.', fr: 'Ne dépassez pas le montant ouvert.' },
  ],
  'CASH.MORE_THAN_FREE': [
    { en: 'More than what is left of the money.', fr: "Plus que ce qui reste de l'argent." },
    { en: 'Take no more than the free amount.', fr: 'Ne dépassez pas le montant disponible.' },
  ],
  'CASH.NOT_POSITIVE': [
    { en: 'The amount must be above zero.', fr: 'Le montant doit être positif.' },
    { en: 'Give a positive amount.', fr: 'Indiquez un montant positif.' },
  ],
  'CASH.TOO_LATE': [
    { en: 'Somebody decided before, or the documents have changed.', fr: 'Déjà décidé, ou les documents ont changé.' },
    { en: 'Read the present state and decide again.', fr: "Relisez l'état actuel et décidez à nouveau." },
  ],
  'CASH.NO_CUSTOMER': [
    { en: 'Nothing says whose account the rest belongs to.', fr: 'Rien ne dit à quel compte revient le solde.' },
    { en: 'Name the customer for the rest on account.', fr: 'Indiquez le client pour le solde en acompte.' },
  ],
  'CASH.NOT_UNDOABLE': [
    {
      en: 'This booking was taken back already, or is none that can be.',
      fr: "Cette écriture est déjà annulée ou n'est pas annulable.",
    },
    { en: 'Look at the bookings of the document.', fr: 'Consultez les écritures du document.' },
  ],
  'CASH.NOT_A_RETURN': [
    {
      en: 'The entry is no debit that can take a receipt back.',
      fr: "L'écriture n'est pas un débit qui puisse annuler un encaissement.",
    },
    { en: 'Name a debit of the same amount and currency.', fr: 'Indiquez un débit de même montant et de même devise.' },
  ],
  'CASH.NOT_HELD': [
    { en: 'The entry does not wait for this decision.', fr: "L'écriture n'attend pas cette décision." },
    { en: 'Read its present state.', fr: 'Relisez son état actuel.' },
  ],
  'CASH.NOT_THE_SAME': [
    {
      en: 'These entries cannot be the same money: account, currency or amount differ.',
      fr: 'Ces écritures ne peuvent pas être le même argent : le compte, la devise ou le montant diffère.',
    },
    {
      en: 'Name entries of the same account that add up to the amount, or those it is held for.',
      fr: 'Indiquez des écritures du même compte dont la somme fait le montant, ou celles pour lesquelles elle est retenue.',
    },
  ],
} satisfies Record<string, Texts>;

export type CashProblemCode = keyof typeof TEXTS;

export function refused(code: CashProblemCode, at: { field?: string; value?: string } = {}): Refused {
  const [message, remedy] = TEXTS[code];
  return { kind: 'refused', problem: { code, message, remedy, ...at } };
}

/** Thrown inside a transaction to give it up; the outermost function answers the problem. */
export class CashRefusal extends Error {
  constructor(readonly refused: Refused) {
    super(refused.problem.code);
  }
}

/** Runs work that may refuse half-way: the roll-back leaves nothing behind. */
export async function orRefused<T>(work: () => Promise<T>): Promise<T | Refused> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof CashRefusal) return thrown.refused;
    throw thrown;
  }
}
