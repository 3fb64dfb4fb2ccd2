import { z } from 'zod';
import { Decimal, FacteurError, type LocalDate, type Problem } from '#kernel';
import { DISPUTE_CAUSE_CODES, type DisputeCause } from '#receivables';

/** An exact decimal above or at zero, as text. */
export const decimalInput = z
  .string()
  .regex(/^\d{1,15}(\.\d{1,6})?$/)
  .meta({ description: 'Exact decimal', examples: ['120.00'] });
/** A calendar date. */
export const dateInput = z.iso.date().transform((text) => text as LocalDate);
export const currencyInput = z.string().regex(/^[A-Z]{3}$/);
export const customerInput = z.string().min(1).max(100);
export const noteInput = z.string().max(2000).optional();
export const languageInput = z.enum(['fr', 'en']);

const signed = z
  .string()
  .regex(/^-?\d{1,15}(\.\d{1,6})?$/)
  .meta({ description: 'Exact decimal; negative uses the credit of a credit note', examples: ['120.00'] });

/** What a person gives one document. */
export const allocationLine = z
  .strictObject({
    invoiceId: z.uuid().optional(),
    claimId: z.uuid().optional().meta({ description: 'A late-payment claim in place of an invoice' }),
    amount: signed,
    deductions: z
      .array(
        z.strictObject({
          kind: z.enum(['discount', 'bank-charge', 'tolerance', 'dispute']),
          amount: decimalInput,
          cause: z.enum(DISPUTE_CAUSE_CODES as [DisputeCause, ...DisputeCause[]]).optional(),
        }),
      )
      .max(10)
      .optional(),
  })
  .refine(({ invoiceId, claimId }) => (invoiceId === undefined) !== (claimId === undefined), {
    message: 'Name an invoice or a claim, one of both',
  });

export function linesOf(lines: readonly z.output<typeof allocationLine>[]) {
  return lines.map(({ invoiceId, claimId, amount, deductions }) => ({
    ...(claimId === undefined ? { invoiceId } : { claimId }),
    amount: Decimal.of(amount),
    deductions: (deductions ?? []).map(({ kind, amount: part, cause }) => ({
      ...{ kind, amount: Decimal.of(part) },
      ...(cause === undefined ? {} : { cause }),
    })),
  }));
}

/** @throws FacteurError with the problem's code (refused). */
export function throwRefused(problem: Problem): never {
  throw new FacteurError(problem.code, 'refused', problem.message.en, { problems: [problem] });
}
