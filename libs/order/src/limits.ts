/** Bounds of what a reader accepts from a partner. A reader checks them before it spends work. */
export interface OrderLimits {
  /** Bytes of one file. */
  readonly maxBytes: number;
  /** Orders of one file. */
  readonly maxOrders: number;
  /** Data rows of one CSV file, header rows not counted. */
  readonly maxRows: number;
  /** Columns of one CSV row. */
  readonly maxColumns: number;
  /** Characters of one CSV cell. */
  readonly maxCellLength: number;
  /** Nesting of JSON values or XML elements. */
  readonly maxDepth: number;
  /** XML elements of one file. */
  readonly maxElements: number;
  /** Problems kept of one file; the count of the rest is told in one last problem. */
  readonly maxProblems: number;
}

export const DEFAULT_ORDER_LIMITS: OrderLimits = {
  maxBytes: 20 * 1024 * 1024,
  maxOrders: 10_000,
  maxRows: 100_000,
  maxColumns: 200,
  maxCellLength: 10_000,
  maxDepth: 40,
  maxElements: 500_000,
  maxProblems: 1_000,
};

/** Lines of one order; the EN 16931 syntaxes set no bound, receivers do. */
export const MAX_ORDER_LINES = 10_000;
