import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Assembly } from '#assembly';
import {
  allocate,
  giveReceipt,
  PAYMENT_MEANS,
  recordPayment,
  refund,
  undoBooking,
  writeOff,
  WRITE_OFF_REASONS,
  type BookedOutcome,
} from '#flows';
import { Decimal, FacteurError } from '#kernel';
import type { Caller } from '#ports';
import { ASSEMBLY } from '../assembly.token.js';
import { CurrentCaller } from '../http/access.guard.js';
import { IdPipe, JsonPipe, QueryPipe } from '../http/input.js';
import { AskedBy, KeyedRoute, type Asked } from '../http/keyed-route.js';
import { Route } from '../http/route.decorator.js';
import {
  allocationLine,
  currencyInput,
  customerInput,
  dateInput,
  decimalInput,
  languageInput,
  linesOf,
  noteInput,
  throwRefused,
} from './money-input.js';
import { bookedView, paymentView, receiptView } from './receivables-views.js';
import { sendFile } from './send-file.js';

const paymentBody = z.strictObject({
  customerRef: customerInput,
  currency: currencyInput.default('EUR'),
  amount: decimalInput,
  receivedOn: dateInput,
  means: z.enum(PAYMENT_MEANS),
  reference: z.string().max(200).optional(),
  lines: z.array(allocationLine).max(1000).default([]),
  note: noteInput,
});
const allocationBody = z.strictObject({
  paymentId: z.uuid().optional(),
  creditInvoiceId: z.uuid().optional(),
  invoiceId: z.uuid().optional(),
  claimId: z.uuid().optional(),
  amount: decimalInput,
  note: noteInput,
});
const refundBody = z.strictObject({
  paymentId: z.uuid().optional(),
  creditInvoiceId: z.uuid().optional(),
  amount: decimalInput,
  reason: z.string().min(1).max(500),
  entryId: z.uuid().optional().meta({ description: 'The debit on the bank account that shows the refund' }),
});
const writeOffBody = z.strictObject({
  invoiceId: z.uuid().optional(),
  claimId: z.uuid().optional(),
  amount: decimalInput.optional().meta({ description: 'Left out: all that is open' }),
  reason: z.enum(WRITE_OFF_REASONS),
  note: noteInput,
});
const undoBody = z.strictObject({ note: noteInput });
const receiptBody = z.strictObject({ language: languageInput.optional() });
const paymentQuery = z.object({
  customerRef: z.string().max(100),
  onAccount: z.stringbool().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Money and what is done with it: by hand, never bank evidence unless a bank entry is behind it. */
@ApiTags('payments')
@Controller('v1')
export class PaymentsController {
  constructor(@Inject(ASSEMBLY) private readonly assembly: Assembly) {}

  @Post('payments')
  @KeyedRoute({
    id: 'postPayment',
    summary: 'Record a payment by hand and allocate it',
    description: 'The rest stays on account. It is no bank evidence: no status 212 and no payment report comes of it.',
    status: 201,
    body: paymentBody,
    answer: bookedView,
  })
  async record(
    @AskedBy() { tenantId, ...by }: Asked,
    @Body(new JsonPipe(paymentBody)) body: z.output<typeof paymentBody>,
  ): Promise<unknown> {
    const { lines, amount, ...rest } = body;
    const request = { ...rest, amount: Decimal.of(amount), lines: linesOf(lines), ...by };
    return booked(await recordPayment(this.assembly.context, tenantId, request));
  }

  @Get('payments')
  @Route({
    id: 'listPayments',
    summary: 'Payments of a customer with what of them is free, newest first',
    needs: 'read',
    query: paymentQuery,
    answer: z.object({ items: z.array(paymentView) }),
  })
  list(
    @CurrentCaller() caller: Caller,
    @Query(new QueryPipe(paymentQuery)) { customerRef, onAccount, limit }: z.output<typeof paymentQuery>,
  ): Promise<unknown> {
    return this.assembly.context.store.transaction(caller.tenantId, async (tx) => ({
      items: await tx.ledger.payments({ customerRef, free: onAccount, limit }),
    }));
  }

  @Post('allocations')
  @KeyedRoute({
    id: 'postAllocation',
    summary: 'Tie money on account or an open credit to an invoice or claim',
    status: 201,
    body: allocationBody,
    answer: bookedView,
  })
  async allocate(
    @AskedBy() { tenantId, ...by }: Asked,
    @Body(new JsonPipe(allocationBody)) body: z.output<typeof allocationBody>,
  ): Promise<unknown> {
    const request = { ...body, amount: Decimal.of(body.amount), ...by };
    return booked(await allocate(this.assembly.context, tenantId, request));
  }

  @Post('refunds')
  @KeyedRoute({
    id: 'postRefund',
    summary: 'Give money on account or an open credit back',
    status: 201,
    body: refundBody,
    answer: bookedView,
  })
  async refund(
    @AskedBy() { tenantId, ...by }: Asked,
    @Body(new JsonPipe(refundBody)) body: z.output<typeof refundBody>,
  ): Promise<unknown> {
    const request = { ...body, amount: Decimal.of(body.amount), ...by };
    return booked(await refund(this.assembly.context, tenantId, request));
  }

  @Post('write-offs')
  @KeyedRoute({
    id: 'postWriteOff',
    summary: 'Give up what is open, or a part of it; it is no cash',
    status: 201,
    body: writeOffBody,
    answer: bookedView,
  })
  async writeOff(
    @AskedBy() { tenantId, ...by }: Asked,
    @Body(new JsonPipe(writeOffBody)) body: z.output<typeof writeOffBody>,
  ): Promise<unknown> {
    const amount = body.amount === undefined ? undefined : Decimal.of(body.amount);
    const request = { ...body, amount, ...by };
    return booked(await writeOff(this.assembly.context, tenantId, request));
  }

  @Post('bookings/:id/undo')
  @KeyedRoute({
    id: 'undoBooking',
    summary: 'Take an allocation, write-off or refund back by a further booking',
    status: 201,
    params: { id: 'Booking id, as the ledger of an invoice shows it' },
    body: undoBody,
    answer: bookedView,
    problems: { 404: 'No such booking', 422: 'Taken back before, or none that can be' },
  })
  async undo(
    @AskedBy() { tenantId, ...by }: Asked,
    @Param('id', new IdPipe()) bookingId: string,
    @Body(new JsonPipe(undoBody)) body: z.output<typeof undoBody>,
  ): Promise<unknown> {
    const request = { bookingId, ...body, ...by };
    return booked(await undoBooking(this.assembly.context, tenantId, request));
  }

  @Post('payments/:id/receipt')
  @KeyedRoute({
    id: 'postReceipt',
    summary: 'Give a numbered receipt (quittance) for a payment; asked again, the same one',
    status: 201,
    params: { id: 'Payment id' },
    body: receiptBody,
    answer: receiptView,
    problems: { 404: 'No such payment', 422: 'The money went back' },
  })
  async receipt(
    @AskedBy() { tenantId, ...by }: Asked,
    @Param('id', new IdPipe()) paymentId: string,
    @Body(new JsonPipe(receiptBody)) body: z.output<typeof receiptBody>,
  ): Promise<unknown> {
    const request = { paymentId, ...body, ...by };
    const outcome = await giveReceipt(this.assembly.context, tenantId, request);
    if (outcome.kind === 'given') return outcome.receipt;
    throw new FacteurError('RECEIPT.RETURNED', 'refused', 'The bank took this payment back', { paymentId });
  }

  @Get('payments/:id/receipts/:receiptId')
  @Route({
    id: 'getReceipt',
    summary: 'A receipt as it was given',
    needs: 'read',
    params: { id: 'Payment id', receiptId: 'Receipt id' },
    answer: ['application/pdf'],
    problems: { 404: 'No such receipt' },
  })
  async receiptFile(
    @CurrentCaller() caller: Caller,
    @Param('id', new IdPipe()) paymentId: string,
    @Param('receiptId', new IdPipe()) receiptId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { store, documents } = this.assembly.context;
    const receipts = await store.transaction(caller.tenantId, (tx) => tx.receivables.receiptsOf(paymentId));
    const receipt = receipts.find((each) => each.id === receiptId);
    if (!receipt) throw new FacteurError('RECEIPT.UNKNOWN', 'not-found', 'No such receipt', { receiptId });
    const file = { mediaType: 'application/pdf', fileName: `${receipt.number}.pdf` };
    sendFile(reply, await documents.get(receipt.sha256), file);
  }
}

function booked(outcome: BookedOutcome): unknown {
  return outcome.kind === 'booked' ? outcome : throwRefused(outcome.problem);
}
