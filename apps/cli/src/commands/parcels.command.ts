import { Option, type Command } from 'commander';
import { gatewayClient, withGatewayOptions, type GatewayOptions } from '../gateway-client.js';
import { showRows, type OutputFormat } from '../show.js';

interface ParcelView {
  readonly id: string;
  readonly purpose: string;
  readonly source: string;
  readonly fileName: string;
  readonly state: string;
  readonly receivedAt: string;
  readonly problems: readonly { code: string }[];
}
interface ListOptions extends GatewayOptions {
  readonly limit: string;
  readonly format: OutputFormat;
}

const COLUMNS = [
  { title: 'ID', of: (parcel: ParcelView) => parcel.id },
  { title: 'PURPOSE', of: (parcel: ParcelView) => parcel.purpose },
  { title: 'SOURCE', of: (parcel: ParcelView) => parcel.source },
  { title: 'FILE', of: (parcel: ParcelView) => parcel.fileName },
  { title: 'STATE', of: (parcel: ParcelView) => parcel.state },
  { title: 'RECEIVED', of: (parcel: ParcelView) => parcel.receivedAt },
  { title: 'PROBLEMS', of: (parcel: ParcelView) => parcel.problems.map(({ code }) => code).join(' ') },
];

export function registerParcels(program: Command): void {
  const parcels = program.command('parcels').description('what came in, as it came; replay reads it again');
  withGatewayOptions(
    parcels
      .command('list')
      .description('parcels, newest first')
      .option('--limit <n>', 'at most so many', '50')
      .addOption(new Option('--format <format>').choices(['text', 'json']).default('text')),
  ).action(async ({ limit, format, ...options }: ListOptions) => {
    const page = await gatewayClient(options).get<{ items: ParcelView[] }>('parcels', { limit });
    showRows(page.items, COLUMNS, format);
  });
  withGatewayOptions(
    parcels.command('show').description('one parcel with its problems, as JSON').argument('<id>'),
  ).action(async (id: string, options: GatewayOptions) => {
    const parcel = await gatewayClient(options).get(`parcels/${encodeURIComponent(id)}`);
    process.stdout.write(`${JSON.stringify(parcel, null, 2)}\n`);
  });
}
