import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../sandbox.js';
import { feedOrders } from './feed-orders.js';
import { GatewayClient, isReady } from './gateway-client.js';
import { spawnGateway, type GatewayProcess } from './gateway-process.js';
import { objectOnce, payMost } from './play-customers.js';
import { playPlatform } from './play-platform.js';
import { showSummary } from './show-summary.js';
import { Storyteller } from './storyteller.js';
import { Terminal } from './terminal.js';

/** Everything that the demo keeps, below the installation's `var/`. */
interface Places {
  readonly data: string;
  readonly sandbox: string;
  readonly log: string;
  readonly fed: string;
  readonly keyFile: string;
}

/** The main job from end to end: sandbox and gateway, sample orders, deliveries, payments, one dispute, the summary. */
export async function runDemo(root: string): Promise<void> {
  const terminal = new Terminal();
  const started = Date.now();
  const places = placesIn(root);
  const port = process.env['PORT'] ?? '3000';
  const url = `http://127.0.0.1:${port}`;
  if (await isReady(url)) return tellBusy(terminal, port);
  terminal.say('starting');
  const sandbox = await startSandbox({ directory: places.sandbox });
  const log = openSync(places.log, 'a');
  const gateway = spawnGateway(root, environmentFor(sandbox, places), log);
  closeSync(log);
  const stopping = stopOnSignal(gateway, sandbox, terminal);
  void gateway.exited.then((code) => {
    if (!stopping.aborted) explainEnd(code, places, terminal);
  });
  while (!(await isReady(url))) {
    if (stopping.aborted) return;
    await pause(50);
  }
  terminal.say('ready', { seconds: ((Date.now() - started) / 1000).toFixed(1), url });
  const client = new GatewayClient(url, readFileSync(places.keyFile, 'utf8').trim());
  const story = new Storyteller(client, terminal);
  await story.begin();
  await play(root, places, sandbox, client, story, terminal);
  await showSummary(client, terminal, { url, files: places.sandbox, keyFile: places.keyFile, log: places.log });
  terminal.say('running');
}

/** Once: fed, paid, disputed. Started again, the gateway only finishes what was on its way. */
async function play(
  root: string,
  places: Places,
  sandbox: Sandbox,
  client: GatewayClient,
  story: Storyteller,
  terminal: Terminal,
): Promise<void> {
  if (existsSync(places.fed)) {
    terminal.say('continuing');
    return story.untilQuiet(400, 2000);
  }
  terminal.say('feeding');
  await feedOrders(join(root, 'apps', 'sandbox', 'samples', 'orders'), sandbox, client);
  // Sources are looked at every two seconds, and a file must have stood still for one look.
  await story.untilQuiet(5000, 40_000);
  terminal.say('paying');
  await payMost(sandbox);
  await story.untilQuiet(5000, 20_000);
  terminal.say('disputing');
  await objectOnce(client);
  await story.untilQuiet(600, 5000);
  const platformSamples = join(root, 'apps', 'sandbox', 'samples', 'platform-orders');
  await playPlatform(platformSamples, sandbox, client, story, terminal);
  writeFileSync(places.fed, `${new Date().toISOString()}\n`);
}

function placesIn(root: string): Places {
  const data = join(root, 'var');
  const sandbox = join(data, 'sandbox');
  mkdirSync(sandbox, { recursive: true });
  const inData = (name: string) => join(data, name);
  return { data, sandbox, log: inData('gateway.log'), fed: join(sandbox, 'fed'), keyFile: inData('admin.key') };
}

function environmentFor(sandbox: Sandbox, places: Places): NodeJS.ProcessEnv {
  const { credentials, sftp, https, platform } = sandbox;
  return {
    ...process.env,
    FACTEUR_DATA: places.data,
    FACTEUR_ORDERS: sandbox.erp.folder,
    FACTEUR_STATEMENTS: sandbox.bank.folder,
    DEMO_SFTP_ORDERS: 'true',
    DEMO_SFTP_HOST: sftp.host,
    DEMO_SFTP_PORT: String(sftp.port),
    DEMO_SFTP_USER: credentials.user,
    DEMO_SFTP_HOST_KEY: sftp.hostKey,
    DEMO_HTTPS_URL: https.url,
    DEMO_HTTPS_CERTIFICATE: https.certificateFingerprint,
    DEMO_PLATFORM: 'true',
    DEMO_PLATFORM_URL: platform.url,
    DEMO_PLATFORM_SECONDS: '5',
    FACTEUR_SECRET_DEMO_PLATFORM_SECRET: credentials.platformSecret,
    FACTEUR_SECRET_DEMO_PLATFORM_WEBHOOK: credentials.platformSigningKey,
    FACTEUR_SECRET_DEMO_SFTP_PASSWORD: credentials.password,
    FACTEUR_SECRET_DEMO_HTTPS_HMAC: credentials.hmacSecret,
  };
}

/** Ctrl-C stops the gateway first, then the world around it; a second Ctrl-C ends everything at once. */
function stopOnSignal(gateway: GatewayProcess, sandbox: Sandbox, terminal: Terminal): AbortSignal {
  const stopping = new AbortController();
  const stop = () => {
    if (stopping.signal.aborted) {
      gateway.child.kill('SIGKILL');
      process.exit(1);
    }
    stopping.abort();
    gateway.child.kill('SIGTERM');
    void gateway.exited
      .then(() => sandbox.stop())
      .then(() => {
        terminal.say('stopped');
        process.exit(0);
      });
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return stopping.signal;
}

/** An end that nobody asked for: the log's last lines say why. */
function explainEnd(code: number, places: Places, terminal: Terminal): void {
  terminal.say('failed');
  terminal.line(readFileSync(places.log, 'utf8').trimEnd().split('\n').slice(-20).join('\n'));
  process.exit(code === 0 ? 1 : code);
}

function tellBusy(terminal: Terminal, port: string): void {
  terminal.say('busy', { port });
  process.exitCode = 1;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
