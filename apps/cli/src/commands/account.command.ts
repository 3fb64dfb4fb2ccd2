import { writeFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { gatewayClient, withGatewayOptions } from '../gateway-client.js';
import { showRows } from '../show.js';

interface AccountOptions {
  readonly url?: string;
  readonly from?: string;
  readonly to?: string;
  readonly format: 'json' | 'text' | 'pdf';
  readonly lang?: 'fr' | 'en';
  readonly output?: string;
}

interface Line {
  readonly bookedOn: string;
  readonly kind: string;
  readonly number?: string;
  readonly amount: string;
  readonly balanceAmount: string;
}

interface Statement {
  readonly customerRef: string;
  readonly customerName: string;
  readonly from: string;
  readonly to: string;
  readonly currencies: readonly {
    readonly currency: string;
    readonly openingAmount: string;
    readonly closingAmount: string;
    readonly balanceAmount: string;
    readonly overdueAmount: string;
    readonly lines: readonly Line[];
    readonly openInvoices: readonly { number: string; dueDate?: string; openAmount: string; daysLate: number }[];
    readonly openCredits: readonly { number: string; dueDate?: string; openAmount: string; daysLate: number }[];
  }[];
}

/** `facteur account CUSTOMER`: the statement of account from the gateway, as text, JSON or PDF. */
export function registerAccount(program: Command): void {
  const command = program
    .command('account')
    .description("a customer's statement of account: movements, what is open, credits, by currency")
    .argument('<customer>', "the ERP's name of the customer")
    .option('--from <date>', 'first day, YYYY-MM-DD (default: 90 days before the last)')
    .option('--to <date>', 'last day (default: today)')
    .addOption(new Option('--format <format>', 'output').choices(['text', 'json', 'pdf']).default('text'))
    .addOption(new Option('--lang <lang>', "language of the PDF (default: the customer's)").choices(['fr', 'en']))
    .option('-o, --output <file>', 'where the PDF goes', 'statement.pdf')
    .addHelpText('after', '\nExit codes: 0 printed; 2 no such customer, or no gateway.')
    .action(async (customer: string, options: AccountOptions) => {
      const client = gatewayClient(options);
      const path = `customers/${encodeURIComponent(customer)}/statement`;
      const { from, to, lang } = options;
      if (options.format === 'pdf') {
        const bytes = await client.bytes(path, { from, to, lang, format: 'pdf' });
        writeFileSync(options.output ?? 'statement.pdf', bytes);
        return;
      }
      const statement = await client.get<Statement>(path, { from, to });
      if (options.format === 'json') process.stdout.write(`${JSON.stringify(statement)}\n`);
      else showStatement(statement);
    });
  withGatewayOptions(command);
}

function showStatement(statement: Statement): void {
  process.stdout.write(`${statement.customerRef} ${statement.customerName}, ${statement.from} to ${statement.to}\n`);
  for (const part of statement.currencies) {
    process.stdout.write(`\n${part.currency}  opening ${part.openingAmount}\n`);
    showRows(
      part.lines,
      [
        { title: 'DATE', of: (line) => line.bookedOn },
        { title: 'KIND', of: (line) => line.kind },
        { title: 'NUMBER', of: (line) => line.number },
        { title: 'AMOUNT', of: (line) => line.amount },
        { title: 'BALANCE', of: (line) => line.balanceAmount },
      ],
      'text',
    );
    process.stdout.write(`closing ${part.closingAmount}, overdue ${part.overdueAmount}\n\n`);
    showRows(
      [...part.openInvoices, ...part.openCredits],
      [
        { title: 'OPEN', of: (document) => document.number },
        { title: 'DUE', of: (document) => document.dueDate },
        { title: 'DAYS LATE', of: (document) => document.daysLate },
        { title: 'AMOUNT', of: (document) => document.openAmount },
      ],
      'text',
    );
    process.stdout.write(`net balance ${part.balanceAmount} ${part.currency}\n`);
  }
}
