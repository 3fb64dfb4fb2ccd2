import { join } from 'node:path';
import { FaultSwitch } from '../fault-switch.js';
import { listenOnLoopback } from '../listen.js';
import type { SandboxLog } from '../log.js';
import { Books, type KeptFlow } from './books.js';
import { Callbacks, signatureHeaders } from './callbacks.js';
import { Desk } from './desk.js';
import { Directory } from './directory.js';
import type { PlatformFault } from './faults.js';
import type { StatusNews } from './lifecycle-message.js';
import { createPlatformServer } from './server.js';
import { Tokens, type PlatformClient } from './tokens.js';

export interface PlatformOptions {
  /** Flows are kept here. */
  readonly directory: string;
  /** 8480 unless said; a taken port gives way to a free one, 0 takes any. */
  readonly port?: number;
  readonly clients: readonly PlatformClient[];
  readonly log?: SandboxLog;
}

/**
 * An invented accredited platform on loopback (AFNOR XP Z12-013 over HTTP), and the buyer behind it: what the buyer does is told by
 * `tell`.
 */
export interface PlatformPeer {
  readonly url: string;
  readonly flowServiceUrl: string;
  readonly directoryServiceUrl: string;
  readonly tokenUrl: string;
  readonly clients: readonly PlatformClient[];
  readonly faults: FaultSwitch<PlatformFault>;
  readonly desk: Desk;
  readonly addresses: Directory;
  readonly callbacks: Callbacks;
  readonly tokens: Tokens;
  /** `METHOD path?query` of every request so far. */
  readonly requests: readonly string[];
  /** A status of a deposited invoice by the platform (200–203, 213) or by the buyer (204–211). */
  tell(number: string, news: StatusNews): Promise<KeptFlow>;
  /** A callback about a flow as the platform would sign it with this key. */
  signed(kept: KeptFlow, signingKey: string): { body: Buffer; signature?: string; timestamp?: string };
  stop(): Promise<void>;
}

/** Starts the platform. Started again in the same directory it knows the same flows. */
export async function startPlatform(options: PlatformOptions): Promise<PlatformPeer> {
  const desk = await Desk.open(await Books.open(join(options.directory, 'flows')));
  const [addresses, callbacks, tokens] = [new Directory(), new Callbacks(), new Tokens(options.clients)];
  const faults = new FaultSwitch<PlatformFault>();
  desk.onNews = (kept) => callbacks.tell(kept);
  const log = options.log ?? { info: () => undefined, warn: () => undefined };
  const { server, requests } = createPlatformServer({ desk, directory: addresses, callbacks, tokens, faults }, log);
  const port = await listenOnLoopback(server, options.port ?? 8480);
  const url = `http://127.0.0.1:${port}`;
  log.info('sandbox.platform.listening', { port });
  return {
    url,
    flowServiceUrl: `${url}/flow-service`,
    directoryServiceUrl: `${url}/directory-service`,
    tokenUrl: `${url}/token`,
    clients: options.clients,
    ...{ faults, desk, addresses, callbacks, tokens, requests },
    tell: (number, news) => desk.tell(number, news),
    signed: ({ flow }, signingKey) => {
      const body = JSON.stringify(flow);
      const headers = signatureHeaders(body, signingKey, Math.floor(Date.now() / 1000));
      return {
        body: Buffer.from(body),
        signature: headers['afnor-signature'],
        timestamp: headers['afnor-signature-timestamp'],
      };
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
