import { Option, type Command } from 'commander';
import { gatewayClient, withGatewayOptions, type GatewayOptions } from '../gateway-client.js';
import { showRows, type OutputFormat } from '../show.js';

interface WebhookView {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly secretName: string;
}
interface MessageView {
  readonly id: string;
  readonly type: string;
  readonly thread: string;
  readonly state: string;
  readonly attempts: number;
  readonly createdAt: string;
  readonly detail?: string;
}
interface FormatOptions extends GatewayOptions {
  readonly format: OutputFormat;
}
interface AddOptions extends GatewayOptions {
  readonly events: string[];
  readonly secret: string;
  readonly certificate?: string;
  readonly private?: boolean;
}
interface LogOptions extends FormatOptions {
  readonly state?: string;
  readonly limit: string;
}

const WEBHOOKS = [
  { title: 'NAME', of: (each: WebhookView) => each.name },
  { title: 'URL', of: (each: WebhookView) => each.url },
  { title: 'EVENTS', of: (each: WebhookView) => each.events.join(' ') },
  { title: 'SECRET', of: (each: WebhookView) => each.secretName },
];
const MESSAGES = [
  { title: 'ID', of: (each: MessageView) => each.id },
  { title: 'EVENT', of: (each: MessageView) => each.type },
  { title: 'THREAD', of: (each: MessageView) => each.thread },
  { title: 'STATE', of: (each: MessageView) => each.state },
  { title: 'ATTEMPTS', of: (each: MessageView) => each.attempts },
  { title: 'AT', of: (each: MessageView) => each.createdAt },
  { title: 'DETAIL', of: (each: MessageView) => each.detail },
];
const format = (): Option => new Option('--format <format>').choices(['text', 'json']).default('text');
const pathOf = (name: string, rest = ''): string => `webhooks/${encodeURIComponent(name)}${rest}`;

export function registerWebhooks(program: Command): void {
  const webhooks = program
    .command('webhooks')
    .description('endpoints that are told of events, and what they were told');
  withGatewayOptions(webhooks.command('list').description('endpoints in use').addOption(format())).action(
    async (options: FormatOptions) => {
      const { items } = await gatewayClient(options).get<{ items: WebhookView[] }>('webhooks');
      showRows(items, WEBHOOKS, options.format);
    },
  );
  withGatewayOptions(
    webhooks
      .command('add')
      .description('tell an endpoint of events from now on')
      .argument('<name>')
      .argument('<https-url>')
      .requiredOption('--events <types...>', 'event types; * stands for any run of characters')
      .requiredOption('--secret <NAME>', 'the NAME of the secret that signs')
      .option('--certificate <sha256>', 'fingerprint of a certificate to trust')
      .option('--private', 'the endpoint is in a private network'),
  ).action(async (name: string, url: string, { events, secret, certificate, ...options }: AddOptions) => {
    await gatewayClient(options).post('webhooks', {
      ...{ name, url, events, secretName: secret, allowPrivateNetwork: options.private === true },
      ...(certificate === undefined ? {} : { trustedCertificate: certificate }),
    });
    process.stdout.write(`${name}: added\n`);
  });
  withGatewayOptions(webhooks.command('remove').description('tell an endpoint nothing more').argument('<name>')).action(
    async (name: string, options: GatewayOptions) => {
      await gatewayClient(options).delete(pathOf(name));
      process.stdout.write(`${name}: removed\n`);
    },
  );
  withGatewayOptions(
    webhooks
      .command('log')
      .description('what an endpoint was told, newest first')
      .argument('<name>')
      .addOption(new Option('--state <state>').choices(['waiting', 'delivered', 'dead']))
      .option('--limit <n>', 'at most so many', '50')
      .addOption(format()),
  ).action(async (name: string, { state, limit, ...options }: LogOptions) => {
    const page = await gatewayClient(options).get<{ items: MessageView[] }>(pathOf(name, '/messages'), {
      state,
      limit,
    });
    showRows(page.items, MESSAGES, options.format);
  });
  withGatewayOptions(
    webhooks
      .command('replay')
      .description('send again: one message, or everything from a place in the timeline on')
      .argument('<name>')
      .option('--message <id>', 'this message alone')
      .option('--from <sequence>', 'everything from this place in the timeline on', '0'),
  ).action(async (name: string, options: GatewayOptions & { message?: string; from: string }) => {
    const gateway = gatewayClient(options);
    if (options.message !== undefined) {
      const answer = await gateway.post<{ replayed: boolean }>(
        `webhooks/messages/${encodeURIComponent(options.message)}/replay`,
      );
      process.stdout.write(`${options.message}: ${answer.replayed ? 'replayed' : 'still waits'}\n`);
      return;
    }
    let replayed = 0;
    for (let from: number | undefined = Number(options.from); from !== undefined;) {
      const answer: { replayed: number; nextSequence?: number } = await gateway.post(pathOf(name, '/replay'), {
        fromSequence: from,
      });
      replayed += answer.replayed;
      from = answer.nextSequence;
    }
    process.stdout.write(`${name}: ${replayed} messages replayed\n`);
  });
}
