import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { draftInvoice, withNumber } from '#billing';
import { renderDocument } from '#flows';
import { FacteurError, localDate, renderFileName, systemClock, type LocalDate, type Problem } from '#kernel';
import { detectOrderFormat, readCsvOrders, readJsonOrders, readUblOrders, type Order, type OrderReading } from '#order';
import type { LoadedSettings } from '#settings';
import { loadOrExplain, problemLine } from '../configuration.js';

interface InvoiceOptions {
  readonly output: string;
  readonly number: string;
  readonly date?: string;
  readonly tenant: string;
  readonly mapping?: string;
}

export function registerInvoice(program: Command): void {
  program
    .command('invoice')
    .description(
      'write the invoices that order files would give, by the configured profiles; nothing is issued or sent',
    )
    .argument('<order...>', 'order files: Facteur JSON, CSV (with --mapping), UBL Order 2.1')
    .option('-o, --output <dir>', 'where the documents go', '.')
    .option('--number <number>', 'stands for the invoice number, with -2, -3 … for further orders', 'PREVIEW-1')
    .option('--date <date>', 'issue date, YYYY-MM-DD (default: today)')
    .option('--tenant <id>', 'whose profiles', 'main')
    .option('--mapping <id>', 'column mapping of config/orders-csv')
    .addHelpText('after', '\nExit codes: 0 all written; 1 some orders have problems or fatal findings; 2 wrong usage.')
    .action(async (files: string[], options: InvoiceOptions) => {
      const loaded = loadOrExplain();
      const date = options.date === undefined ? systemClock.today() : localDate(options.date);
      mkdirSync(options.output, { recursive: true });
      const counts = { written: 0, bad: 0 };
      for (const file of files) await billFile(loaded, file, date, options, counts);
      process.stderr.write(`${counts.written} written, ${counts.bad} not\n`);
      process.exitCode = counts.bad > 0 ? 1 : 0;
    });
}

async function billFile(
  loaded: LoadedSettings,
  file: string,
  date: LocalDate,
  options: InvoiceOptions,
  counts: { written: number; bad: number },
): Promise<void> {
  const reading = readFile(loaded, file, options);
  if (reading.problems.length > 0) complain(file, reading.problems);
  counts.bad += Math.max(reading.rejected.length, reading.orders.length === 0 ? 1 : 0);
  for (const { order } of reading.orders) {
    const number = counts.written === 0 ? options.number : `${options.number}-${counts.written + 1}`;
    const problems = await billOrder(loaded, order, number, date, options);
    if (problems.length > 0) complain(`${file} order ${order.number}`, problems);
    counts[problems.length > 0 ? 'bad' : 'written'] += 1;
  }
}

function readFile(loaded: LoadedSettings, file: string, options: InvoiceOptions): OrderReading {
  const bytes = readFileSync(file);
  switch (detectOrderFormat(basename(file), '', bytes)) {
    case 'json':
      return readJsonOrders(bytes);
    case 'ubl':
      return readUblOrders(bytes);
    case 'csv': {
      const mapping = options.mapping === undefined ? undefined : loaded.csvMapping(options.mapping);
      if (!mapping)
        throw new FacteurError('CLI.NO_MAPPING', 'input', `${file} is CSV: name its column mapping with --mapping`);
      return readCsvOrders(bytes, mapping);
    }
    default:
      throw new FacteurError('CLI.NO_ORDER', 'input', `${file} is no order in a known format`);
  }
}

async function billOrder(
  loaded: LoadedSettings,
  order: Order,
  number: string,
  issueDate: LocalDate,
  options: InvoiceOptions,
): Promise<readonly Problem[]> {
  const profiles = loaded.profiles(options.tenant);
  const seller = profiles.seller(order.sellerRef);
  const customer = profiles.customer(order.customerRef);
  const policy = seller && profiles.policy(seller.policy);
  if (!seller || !customer || !policy) {
    throw new FacteurError('CLI.NO_PROFILE', 'input', `Order ${order.number}: no profile of its seller or customer`, {
      sellerRef: order.sellerRef,
      customerRef: order.customerRef,
    });
  }
  const drafted = draftInvoice(order, seller, customer, policy, { issueDate });
  if (!drafted.ok) return drafted.error;
  const { invoice } = withNumber(drafted.value, number, policy);
  const document = await renderDocument(invoice, {
    format: customer.format,
    profile: customer.profile,
    language: customer.language,
    createdAt: systemClock.now(),
    branding: { colour: seller.branding.colour },
  });
  const name = renderFileName('{number}.{extension}', {
    number,
    type: invoice.typeCode,
    date: issueDate,
    buyer: customer.customerRef,
    extension: document.extension,
  });
  writeFileSync(join(options.output, name), document.bytes);
  const { currency, totals } = invoice;
  process.stdout.write(
    `${join(options.output, name)}  ${document.format}  ${totals.totalWithVat.toString()} ${currency}  due ${invoice.dueDate ?? '-'}\n`,
  );
  return document.verdict.findings
    .filter((finding) => finding.severity === 'fatal')
    .map(({ rule, location, value, message, remedy }) => ({ code: rule, field: location, value, message, remedy }));
}

function complain(what: string, problems: readonly Problem[]): void {
  process.stderr.write(`${what}:\n${problems.map(problemLine).join('\n')}\n`);
}
