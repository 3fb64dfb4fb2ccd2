import { addDays, Decimal, localDate, newId, type LocalDate } from '#kernel';
import type { InvoiceRow, LedgerEntry, Transaction } from '#ports';
import { standing } from '#receivables';
import { AT, aBooking, anOrder, aParcel, aPayment, importEntry, issue } from './store-fixtures.js';

/** Day of the first booking of a generated history. */
export const FIRST = localDate('2026-06-01');

export type Step = readonly [kind: string, cents: number, day: number, pick: number];

/** What happened, beside the ledger: the recount looks at nothing that a trigger keeps. */
export interface History {
  readonly currency: string;
  readonly invoices: InvoiceRow[];
  readonly entries: LedgerEntry[];
  readonly disputes: { invoiceId: string; amount: Decimal }[];
  readonly plans: Map<string, { dueOn: LocalDate; amount: Decimal }[]>;
  /** Seconds from order to invoice, of each invoice that bills one. */
  readonly billed: number[];
  readonly receipts: { id: string; isAutomatic: boolean; isUndone: boolean }[];
  readonly doubtful: Set<string>;
  touches: number;
}

const CUSTOMERS = ['customer-example', 'customer-other', 'customer-third'] as const;

export const ofInvoice = (history: History, id: string) =>
  Decimal.sum(
    history.entries.flatMap((each) => {
      if (each.invoiceId === id) return [each.kind === 'allocation' ? each.amount.negated() : each.amount];
      return each.creditInvoiceId === id ? [each.amount] : [];
    }),
  );
export const freeOf = (history: History, id: string) =>
  Decimal.sum(history.entries.filter((each) => each.paymentId === id).map((each) => each.amount.negated()));

export async function apply(tx: Transaction, history: History, [kind, cents, day, pick]: Step): Promise<void> {
  const amount = Decimal.fromUnits(BigInt(cents), 2);
  const bookedOn = addDays(FIRST, day);
  const post = async (...entries: LedgerEntry[]) => {
    await tx.ledger.post(entries);
    history.entries.push(...entries);
  };
  const open = history.invoices.filter((each) => each.kind === 'invoice' && ofInvoice(history, each.id).isPositive());
  const target = open[pick % Math.max(1, open.length)];
  const payments = history.entries.filter((each) => each.kind === 'payment' && freeOf(history, each.id).isPositive());
  const payment = payments[pick % Math.max(1, payments.length)];
  switch (kind) {
    case 'invoice':
    case 'credit-note': {
      const number = `F-${newId()}`;
      const dueDate = addDays(bookedOn, 30);
      const customerRef = CUSTOMERS[pick % 3];
      const { currency } = history;
      const row = await issue(tx, {
        ...{ kind, number, totalWithVat: amount, issueDate: bookedOn, dueDate, customerRef, currency },
      });
      history.invoices.push(row);
      history.entries.push(...(await tx.ledger.ofInvoice(row.id)));
      return;
    }
    case 'payment':
      return post(aPayment(amount.toString(), { bookedOn, currency: history.currency }));
    case 'allocate': {
      if (!target || !payment) return;
      const [free, left] = [freeOf(history, payment.id), ofInvoice(history, target.id)];
      const share = free.lessThan(left) ? free : left;
      const { id: invoiceId, customerRef } = target;
      const tied = { invoiceId, customerRef, paymentId: payment.id, bookedOn, currency: history.currency };
      return post(aBooking('allocation', share.toString(), tied));
    }
    case 'write-off':
      if (target)
        await post(
          aBooking('write-off', ofInvoice(history, target.id).negated().toString(), {
            ...{ invoiceId: target.id, customerRef: target.customerRef, bookedOn, currency: history.currency },
          }),
        );
      return;
    case 'undo': {
      const undoable = standing(history.entries).filter(
        (each) => each.kind === 'allocation' || each.kind === 'write-off',
      );
      const undone = undoable[pick % Math.max(1, undoable.length)];
      if (!undone) return;
      const { invoiceId, paymentId, customerRef } = undone;
      const { currency } = history;
      const reversal = { invoiceId, paymentId, customerRef, reverses: undone.id, bookedOn, currency };
      return post(aBooking(undone.kind, undone.amount.negated().toString(), reversal));
    }
    case 'refund':
      if (payment)
        await post(
          aBooking('refund', freeOf(history, payment.id).toString(), {
            paymentId: payment.id,
            bookedOn,
            currency: history.currency,
          }),
        );
      return;
    case 'dispute':
      if (!target) return;
      history.disputes.push({ invoiceId: target.id, amount });
      return tx.disputes.add({
        ...{ id: newId(), invoiceId: target.id, cause: 'PRICE', amount, currency: history.currency, state: 'detected' },
        ...{ openedAt: AT, openedBy: 'x', correlationId: newId(), lines: [], source: 'person' },
      });
    case 'bill-order':
      return billOrder(tx, history, cents, bookedOn);
    case 'receipt':
      return receive(tx, history, amount.toString(), pick);
    case 'undo-receipt': {
      const automatic = history.receipts.filter((each) => each.isAutomatic && !each.isUndone);
      const receipt = automatic[pick % Math.max(1, automatic.length)];
      if (!receipt) return;
      receipt.isUndone = true;
      return tx.cash.setUndone(receipt.id, 'unmatched');
    }
    case 'touch': {
      const isPerson = pick % 2 === 0;
      history.touches += Number(isPerson);
      const who = isPerson ? { person: 'clerk' } : { by: 'machine' };
      const event = { subject: 'invoice', subjectId: newId(), type: 'invoice.noted', at: AT } as const;
      return tx.timeline.append({ ...event, correlationId: newId(), data: who });
    }
    case 'doubtful': {
      const customerRef = CUSTOMERS[pick % 3] as string;
      const isDoubtful = pick % 2 === 0;
      if (isDoubtful) history.doubtful.add(customerRef);
      else history.doubtful.delete(customerRef);
      return tx.receivables.setStanding({ customerRef, isDoubtful, decidedBy: 'x', decidedAt: AT });
    }
    default: {
      if (!target || history.plans.has(target.id)) return;
      const left = ofInvoice(history, target.id);
      const half = left.dividedBy(Decimal.of('2'), 2);
      const parts = [
        { dueOn: addDays(bookedOn, 20), amount: half },
        { dueOn: addDays(bookedOn, 150), amount: left.minus(half) },
      ].filter((part) => part.amount.isPositive());
      history.plans.set(target.id, parts);
      return tx.receivables.addPlan({
        ...{ id: newId(), invoiceId: target.id, amount: left, madeBy: 'x', madeAt: AT, instalments: parts },
      });
    }
  }
}

/** An invoice that bills an order received so many seconds before. */
async function billOrder(tx: Transaction, history: History, seconds: number, issueDate: LocalDate): Promise<void> {
  const parcel = aParcel();
  await tx.parcels.accept(parcel);
  const order = anOrder(parcel.id, { receivedAt: new Date(AT.getTime() - seconds * 1000) });
  await tx.orders.add(order);
  const { currency } = history;
  const row = await issue(tx, {
    orderId: order.id,
    issueDate,
    dueDate: addDays(issueDate, 30),
    issuedAt: AT,
    currency,
  });
  history.invoices.push(row);
  history.entries.push(...(await tx.ledger.ofInvoice(row.id)));
  history.billed.push(seconds);
}

/** A bank receipt: allocated by the machine, proposed, proposed and then allocated by a person, or nothing to allocate. */
async function receive(tx: Transaction, history: History, amount: string, pick: number): Promise<void> {
  const id = await importEntry(tx, amount);
  const outcome = (['machine', 'person', 'proposed', 'ignored'] as const)[pick % 4];
  if (outcome === 'machine') await tx.cash.settle([{ id, state: 'allocated', by: 'machine' }]);
  else await tx.cash.setEntryState(id, outcome === 'ignored' ? 'ignored' : 'proposed');
  if (outcome === 'person') await tx.cash.setAllocated(id, 'person');
  if (outcome !== 'ignored') history.receipts.push({ id, isAutomatic: outcome === 'machine', isUndone: false });
}

export function historyIn(currency: string): History {
  return {
    ...{ currency, invoices: [], entries: [], disputes: [], plans: new Map<string, never>() },
    ...{ billed: [], receipts: [], doubtful: new Set<string>(), touches: 0 },
  };
}
