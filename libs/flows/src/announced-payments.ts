import { Decimal, type Bilingual } from '#kernel';
import type { EntryRow, PaymentExpectation, Transaction } from '#ports';

/** A payment that a buyer announced by status 211, as a proposal shows it. */
export interface AnnouncedPayment {
  readonly invoiceId: string;
  readonly amount: Decimal;
  readonly reason: Bilingual;
}

/**
 * What buyers announced (211) of the amounts of these entries. It informs cash: a person sees it as a proposal, and nothing is
 * booked by it alone, since two buyers may announce the same amount.
 */
export class AnnouncedPayments {
  private constructor(private readonly open: readonly (PaymentExpectation & { readonly openAmount: Decimal })[]) {}

  static async over(tx: Transaction, rows: readonly EntryRow[]): Promise<AnnouncedPayments> {
    const amounts = rows.filter((row) => row.amount.isPositive()).map((row) => row.amount);
    const open = [];
    for (const expected of await tx.lifecycle.expectationsOf(amounts)) {
      const invoice = await tx.invoices.summary(expected.invoiceId);
      if (invoice?.openAmount.isPositive()) open.push({ ...expected, openAmount: invoice.openAmount });
    }
    return new AnnouncedPayments(open);
  }

  /** Announcements that this entry may be: same currency, and the amount told, or all that is open where none was. */
  of(row: EntryRow): AnnouncedPayment[] {
    const seen = new Set<string>();
    return this.open.flatMap(({ invoiceId, currency, amount, openAmount, announcedAt }) => {
      const told = amount ?? openAmount;
      if (seen.has(invoiceId) || currency !== row.currency || !told.equals(row.amount)) return [];
      if (told.greaterThan(openAmount)) return [];
      seen.add(invoiceId);
      return [{ invoiceId, amount: told, reason: announced(announcedAt.slice(0, 10)) }];
    });
  }
}

const announced = (on: string): Bilingual => ({
  en: `The buyer announced this payment (status 211 of ${on}).`,
  fr: `L’acheteur a annoncé ce paiement (statut 211 du ${on}).`,
});
