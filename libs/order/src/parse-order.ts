import { failed, ok, type Problem, type Result } from '#kernel';
import { orderSchema, type Order } from './order.js';
import { pointer, problemsOfIssues, type Locate } from './issue-problems.js';

/** An order that was read, with its place in the file. */
export interface ReadOrder {
  /** Position among the orders of the file, from 0. */
  readonly position: number;
  /** First line or row of the order in the source, 1-based, where the format has such a thing. */
  readonly row?: number;
  readonly order: Order;
  /** Names the order's fields as the source has them: column and row, element, JSON pointer. */
  readonly locate: Locate;
  /** Elements of the source that hold something but have no place in the canonical order. */
  readonly unread?: readonly string[];
}

/** An order that could not be read; the others of its file are not touched. */
export interface RejectedOrder {
  readonly position: number;
  readonly row?: number;
  /** The ERP's number, where it could still be seen. */
  readonly number?: string;
  readonly problems: readonly Problem[];
}

/** What a reader made of a file. */
export interface OrderReading {
  readonly orders: readonly ReadOrder[];
  readonly rejected: readonly RejectedOrder[];
  /** Everything that is wrong: with the file as a whole first, then order by order. */
  readonly problems: readonly Problem[];
}

/**
 * Checks data of any origin against the canonical order and answers the typed order, or every problem at once.
 * Decimals may be text, JSON number literals (`LosslessNumber`) or `Decimal`; a binary float is refused.
 * @param locate names each field as the sender knows it; left out: a JSON pointer.
 */
export function parseOrder(
  raw: unknown,
  locate: Locate = (path) => ({ field: pointer(path) }),
): Result<Order, Problem[]> {
  const parsed = orderSchema.safeParse(raw);
  if (parsed.success) return ok(parsed.data);
  return failed(problemsOfIssues('ORDER', parsed.error.issues, raw, locate));
}

/** A reading of a file that as a whole could not be read. */
export function unreadable(...problems: Problem[]): OrderReading {
  return { orders: [], rejected: [], problems };
}
