import { Argument, type Command } from 'commander';
import { asFacteurError } from '#kernel';
import { gatewayClient, withGatewayOptions, type GatewayClient, type GatewayOptions } from '../gateway-client.js';

const PATHS: Readonly<Record<string, string>> = {
  parcel: 'parcels/{id}/replay',
  order: 'orders/{id}/replay',
  delivery: 'deliveries/{id}/replay',
  job: 'jobs/{id}/retry',
  message: 'messages/{id}/replay',
};

export function registerReplay(program: Command): void {
  withGatewayOptions(
    program
      .command('replay')
      .description(
        'do again what failed: read a parcel, bill a held order, send a dead delivery or message, run a dead job',
      )
      .addArgument(new Argument('<what>').choices(Object.keys(PATHS)))
      .argument('<id...>', 'one or more ids, as the API lists them'),
  ).action(async (what: string, ids: string[], options: GatewayOptions) => {
    const gateway = gatewayClient(options);
    let notReplayed = 0;
    for (const id of ids) if (!(await replay(gateway, what, id))) notReplayed += 1;
    process.exitCode = notReplayed > 0 ? 1 : 0;
  });
}

/** What the gateway refuses for one id does not keep the others; a key that it does not take, or no gateway, ends the command. */
async function replay(gateway: GatewayClient, what: string, id: string): Promise<boolean> {
  try {
    const path = (PATHS[what] as string).replace('{id}', encodeURIComponent(id));
    const answer = await gateway.post<{ replayed?: boolean; state?: string }>(path);
    process.stdout.write(`${what} ${id}: ${answer.replayed ? 'replayed' : `not needed, it is ${answer.state}`}\n`);
    return answer.replayed === true;
  } catch (thrown) {
    const error = asFacteurError(thrown);
    if (error.code.startsWith('ACCESS.') || error.code.startsWith('CLI.')) throw error;
    process.stdout.write(`${what} ${id}: ${error.message}\n`);
    return false;
  }
}
