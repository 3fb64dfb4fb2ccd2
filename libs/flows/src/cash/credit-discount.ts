import { Decimal, type Problem } from '#kernel';
import { creditNoteFor } from '#billing';
import type { LedgerEntry } from '#ports';
import { standing, undoPostings } from '#receivables';
import { allocateCredit } from '../allocate-credit.js';
import type { FlowContext } from '../context.js';
import { NotIssuable } from '../number-invoice.js';
import { tellInvoice } from './book.js';
import { completed, correct, drafted, issueDraft, type CorrectionOutcome, type CorrectionRequest } from './correct.js';

/**
 * Corrects the VAT of the early-payment discounts that were taken on an invoice: a credit note over what was written off for them,
 * shared over the VAT rates, takes the place of the write-off; the invoice stays as paid as it was. Due unless the invoice says that
 * only the VAT of the price really paid may be deducted.
 * @throws FacteurError `INVOICE.UNKNOWN` (not-found), `REQUEST.KEY_REUSED` (conflict).
 */
export async function creditDiscount(
  context: FlowContext,
  tenantId: string,
  request: CorrectionRequest,
): Promise<CorrectionOutcome> {
  return correct(context, tenantId, 'discount', request, async (tx, billing) => {
    const { original, customer } = billing;
    const taken = standing(await tx.ledger.ofInvoice(original.id)).filter(isDiscount);
    if (taken.length === 0) throw new NotIssuable([noDiscount(original.number)]);
    const amount = Decimal.sum(taken.map((each) => each.amount.abs()));
    const draft = drafted(
      creditNoteFor(
        original.model,
        request.reason,
        { kind: 'amount', amount, basis: 'with-vat' },
        { issueDate: context.clock.today(), language: customer.language },
      ),
    );
    const cause = { code: 'discount-credited', by: 'person', person: request.person };
    for (const booking of taken) await tx.ledger.post(completed(context, undoPostings([booking], cause), booking));
    const row = await issueDraft(context, tx, billing, draft, request);
    await allocateCredit(context, tx, row, original);
    const data = { ...cause, reason: request.reason, creditNote: row.number, amount: amount.toString() };
    await tellInvoice(context, tx, original.id, 'discount-credited', data);
    return [row];
  });
}

function isDiscount({ kind, cause }: LedgerEntry): boolean {
  return kind === 'write-off' && (cause['code'] === 'discount' || cause['reason'] === 'discount');
}

const noDiscount = (number: string): Problem => ({
  code: 'CORRECTION.NO_DISCOUNT',
  field: number,
  message: {
    en: 'No early-payment discount was taken on the invoice, or it was credited before.',
    fr: "Aucun escompte n'a été pris sur la facture, ou il a déjà fait l'objet d'un avoir.",
  },
  remedy: { en: 'Nothing needs to be done.', fr: "Il n'y a rien à faire." },
});
