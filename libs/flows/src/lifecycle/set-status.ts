import { FacteurError, newId, type Problem } from '#kernel';
import { lifecycleState, mayEmit, sellerMessage, STATUSES, type SellerStatus, type StatusDetail } from '#lifecycle';
import type { InvoiceRow, OutgoingMessage, StatusRow } from '#ports';
import { once, type Keyed } from '../cash/once.js';
import type { FlowContext } from '../context.js';
import { momentOf, queueStatus, subjectOf } from './queue-status.js';

export interface StatusRequest extends Keyed {
  readonly invoiceId: string;
  /** What a seller may say; 212 is not in the type: only bank cash says it. */
  readonly status: SellerStatus;
  /** MDT-113 and MDT-114. */
  readonly reasonCode?: string;
  readonly reason?: string;
  /** MDT-126. */
  readonly comment?: string;
  /** Account to pay (CBB), with 227. */
  readonly iban?: string;
  readonly person: string;
}

export type SetStatusOutcome =
  | { readonly kind: 'set'; readonly status: StatusRow; readonly message: OutgoingMessage }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

/**
 * Sets a status on an invoice of ours and sends it: 209 completes what the buyer suspended, 220 cancels an invoice that a
 * corrective one (384) replaces, 211 tells a refund, 224 to 228 tell who is to be paid.
 * @throws FacteurError `INVOICE.UNKNOWN` (not-found), `REQUEST.KEY_REUSED` (conflict).
 */
export async function setStatus(
  context: FlowContext,
  tenantId: string,
  request: StatusRequest,
): Promise<SetStatusOutcome> {
  return context.store.transaction(tenantId, (tx) =>
    once(context, tx, 'statuses', request, async (): Promise<SetStatusOutcome> => {
      await tx.ledger.openAmountForUpdate(request.invoiceId);
      const invoice = await tx.invoices.find(request.invoiceId);
      if (!invoice) {
        throw new FacteurError('INVOICE.UNKNOWN', 'not-found', 'No such invoice', { invoiceId: request.invoiceId });
      }
      const state = lifecycleState(await tx.lifecycle.history(invoice.id));
      const blocked = mayEmit(state, request.status);
      if (blocked)
        return { kind: 'refused', problems: [{ ...blocked, field: '/status', value: request.status, remedy: REMEDY }] };
      const id = newId();
      const message = sellerMessage(
        request.status,
        await subjectOf(tx, invoice),
        momentOf(context, id),
        detailsOf(request, invoice),
      );
      const queued = await queueStatus(context, tx, invoice, message, { id, person: request.person });
      if (queued.findings.length > 0) {
        throw new FacteurError('STATUS.INVALID', 'precondition', 'The message would not be valid', {
          problems: queued.findings.map(({ rule, location, value, message: text, remedy }) => ({
            code: rule,
            field: location,
            value,
            message: text,
            remedy,
          })),
        });
      }
      return { kind: 'set', status: queued.status, message: queued.message };
    }),
  );
}

const REMEDY = {
  en: `Look at the history of the invoice; a new invoice starts a new one.`,
  fr: `Consultez l’historique de la facture ; une nouvelle facture en commence un nouveau.`,
};

function detailsOf(request: StatusRequest, invoice: InvoiceRow): StatusDetail[] {
  const { reasonCode, reason, comment, iban } = request;
  if (reasonCode === undefined && reason === undefined && comment === undefined && iban === undefined) return [];
  return [
    {
      reasonCode,
      reason: reason ?? (reasonCode === undefined ? undefined : STATUSES[request.status].label.fr),
      notes: comment === undefined ? [] : [{ content: comment }],
      data: iban === undefined ? [] : [{ term: 'BT-84', typeCode: 'CBB', name: `IBAN ${invoice.number}`, value: iban }],
    },
  ];
}
