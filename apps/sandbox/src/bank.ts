import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Decimal, systemClock, type LocalDate } from '#kernel';
import { camtStatement, type BankPayment } from './camt-statement.js';
import { writeWhole } from './write-file.js';

const accountSchema = z.object({ balance: z.string(), sequence: z.number().int() });
const booksSchema = z.object({ accounts: z.record(z.string(), accountSchema), paid: z.array(z.string()) });

export interface PaymentOrder {
  readonly iban: string;
  readonly currency?: string;
  readonly owner?: string;
  /** Booking date; today unless said. */
  readonly on?: LocalDate;
  readonly payments: readonly BankPayment[];
}

export interface WrittenStatement {
  readonly name: string;
  readonly path: string;
  readonly id: string;
}

const FIRST_BALANCE = '10000.00';

/**
 * An invented bank: books payments and drops a camt.053 statement into its folder. Balances carry on from statement to
 * statement and over restarts.
 */
export class Bank {
  private queue: Promise<unknown> = Promise.resolve();

  private constructor(
    /** Where statements appear, complete from the first instant. */
    readonly folder: string,
    private readonly booksPath: string,
    private readonly books: z.infer<typeof booksSchema>,
  ) {}

  static async open(directory: string): Promise<Bank> {
    const folder = join(directory, 'statements');
    await mkdir(folder, { recursive: true });
    const booksPath = join(directory, 'books.json');
    const kept = await readFile(booksPath, 'utf8').catch(() => undefined);
    const books = kept === undefined ? { accounts: {}, paid: [] } : booksSchema.parse(JSON.parse(kept));
    return new Bank(folder, booksPath, books);
  }

  /** Books the payments and writes one statement; `settles` are marks of what is thereby paid (see `isPaid`). */
  async pay(order: PaymentOrder, settles: readonly string[] = []): Promise<WrittenStatement> {
    const turn = this.queue.then(() => this.book(order, settles));
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  isPaid(mark: string): boolean {
    return this.books.paid.includes(mark);
  }

  private async book(order: PaymentOrder, settles: readonly string[]): Promise<WrittenStatement> {
    const createdAt = systemClock.now();
    const account = this.books.accounts[order.iban] ?? { balance: FIRST_BALANCE, sequence: 0 };
    const sequence = account.sequence + 1;
    const opening = Decimal.of(account.balance);
    const moved = order.payments.map(({ amount, isDebit }) => (isDebit === true ? amount.negated() : amount));
    const closing = Decimal.sum([opening, ...moved]);
    const id = `ST-${order.iban.slice(-6)}-${String(sequence).padStart(5, '0')}`;
    const xml = camtStatement({
      id,
      sequence,
      createdAt,
      bookedOn: order.on ?? systemClock.today(),
      iban: order.iban,
      owner: order.owner ?? 'Seller (example)',
      currency: order.currency ?? 'EUR',
      opening,
      closing,
      payments: order.payments,
    });
    // The books first: a crash in between leaves out a statement, it never writes one twice.
    this.books.accounts[order.iban] = { balance: closing.rounded(2).toString(), sequence };
    this.books.paid.push(...settles);
    await writeWhole(this.booksPath, JSON.stringify(this.books, null, 2));
    const name = `camt053-${id}.xml`;
    const path = join(this.folder, name);
    await writeWhole(path, xml);
    return { name, path, id };
  }
}
