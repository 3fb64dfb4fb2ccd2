import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runDemo } from './demo/run-demo.js';
import { spawnGateway } from './demo/gateway-process.js';

const USAGE = `npm start [-- --no-demo] [-- --help]

Without options: the gateway in embedded mode together with a sandbox (a customer's SFTP server and HTTPS endpoint, an accredited
platform, an ERP, a bank) on loopback, fed with sample orders. Everything it keeps lies under var/; started again it goes on from there.

  --no-demo   the gateway alone
  --help      this text

Environment: PORT (3000), HOST (127.0.0.1), LANG (fr… gives French), DATABASE_URL, REDIS_URL, LOG_LEVEL.
`;

/** What `npm start` runs once everything is installed and built. */
export async function start(args: readonly string[]): Promise<void> {
  const unknown = args.filter((arg) => !['--no-demo', '--help', '-h'].includes(arg));
  if (unknown.length > 0 || args.includes('--help') || args.includes('-h')) {
    process.stdout.write(unknown.length > 0 ? `Unknown option ${unknown.join(' ')}\n\n${USAGE}` : USAGE);
    process.exitCode = unknown.length > 0 ? 2 : 0;
    return;
  }
  // dist/apps/sandbox/src → the root of the installation
  const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');
  if (!args.includes('--no-demo')) return runDemo(root);
  const gateway = spawnGateway(root, process.env, 'inherit');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => gateway.child.kill(signal));
  process.exitCode = await gateway.exited;
}
