import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '#kernel';
import { Bank } from './bank.js';
import { openDropFolder, type DropFolder } from './erp.js';
import { startHttpsServer, type HttpsPeer } from './https-server.js';
import { certificateFingerprint, loadIdentity, sshFingerprint, type Identity } from './identity.js';
import type { SandboxLog } from './log.js';
import { settleInvoices, type Decide, type Settlement } from './payer.js';
import { startPlatform, type PlatformPeer } from './platform/platform.js';
import { listFolder, PostedDocuments, type ReceivedDocument } from './received-documents.js';
import { startSftpServer, type SftpPeer } from './sftp-server.js';

export interface SandboxOptions {
  /** Everything the sandbox keeps lies here: keys, received documents, the bank's books. */
  readonly directory: string;
  /** 2222 unless said; a taken port gives way to a free one, 0 takes any. */
  readonly sftpPort?: number;
  /** 8443 unless said; likewise. */
  readonly httpsPort?: number;
  /** 8480 unless said; likewise. */
  readonly platformPort?: number;
  readonly log?: SandboxLog;
}

/** Invented, generated, valid on loopback only; handed to the gateway as secrets. */
export interface SandboxCredentials {
  readonly user: string;
  readonly password: string;
  readonly privateKey: string;
  readonly privateKeyPassphrase: string;
  readonly hmacSecret: string;
  readonly bearerToken: string;
  /** OAuth 2.0 client secret at the platform; the client id is `facteur`. */
  readonly platformSecret: string;
  /** Signs the platform's callbacks; base64. */
  readonly platformSigningKey: string;
}

/** The outside world on loopback: a customer's SFTP server and HTTPS endpoint, an ERP, a bank. */
export interface Sandbox {
  readonly credentials: SandboxCredentials;
  readonly sftp: SftpPeer & {
    /** `SHA256:…`, to be pinned. */
    readonly hostKey: string;
    /** Directories as a client names them. */
    readonly inDirectory: string;
    readonly ordersDirectory: string;
    /** Where the customer's ERP leaves orders to be fetched. */
    readonly orders: DropFolder;
  };
  readonly https: HttpsPeer & {
    /** SHA-256 of the self-signed certificate, 64 hexadecimal digits. */
    readonly certificateFingerprint: string;
  };
  /** An accredited platform that serves `PLATFORM_SELLER`, and the buyer behind it. */
  readonly platform: PlatformPeer;
  readonly bank: Bank;
  /** A local folder the gateway watches. */
  readonly erp: DropFolder;
  /** Every document the customers hold, from every channel. */
  received(): Promise<ReceivedDocument[]>;
  /** Pays every received invoice not paid before, one statement an account; `decide` may pay less, other, or not yet. */
  settle(decide?: Decide): Promise<Settlement>;
  stop(): Promise<void>;
}

/** The company that the platform serves (config/partners/sellers/studio-exemple.yaml) and the address of its customer. */
export const PLATFORM_SELLER = '700000003';
export const PLATFORM_BUYER_ADDRESS = '500000005';

const SILENT: SandboxLog = { info: () => undefined, warn: () => undefined };

/** Starts the sandbox. Started again in the same directory it has the same keys, documents and balances. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { directory, log = SILENT } = options;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const identity = await loadIdentity(directory);
  const posted = await PostedDocuments.open(join(directory, 'https'));
  const bank = await Bank.open(join(directory, 'bank'));
  const erp = await openDropFolder(join(directory, 'erp', 'orders'));
  const sftp = await startSftpServer(join(directory, 'sftp'), identity, options.sftpPort ?? 2222, log);
  const orders = await openDropFolder(join(sftp.folder, 'orders'));
  const https = await startHttpsServer(posted, identity, options.httpsPort ?? 8443, log).catch(
    async (error: unknown) => {
      await sftp.stop();
      throw error;
    },
  );
  const platform = await openPlatform(options, identity, log).catch(async (error: unknown) => {
    await Promise.all([sftp.stop(), https.stop()]);
    throw error;
  });
  const received = async (): Promise<ReceivedDocument[]> => [
    ...(await listFolder(join(sftp.folder, 'in'))),
    ...(await posted.list()),
    ...(await depositedAt(platform)),
  ];
  return {
    credentials: {
      user: identity.user,
      password: identity.password,
      privateKey: identity.clientKey,
      privateKeyPassphrase: identity.clientKeyPassphrase,
      hmacSecret: identity.hmacSecret,
      bearerToken: identity.bearerToken,
      platformSecret: platformSecretOf(identity),
      platformSigningKey: Buffer.from(sha256(`platform key ${identity.hmacSecret}`), 'hex').toString('base64'),
    },
    sftp: {
      ...sftp,
      hostKey: sshFingerprint(identity.hostKey),
      inDirectory: '/in',
      ordersDirectory: '/orders',
      orders,
    },
    https: { ...https, certificateFingerprint: certificateFingerprint(identity.tlsCertificate) },
    platform,
    bank,
    erp,
    received,
    settle: async (decide) => settleInvoices(await received(), bank, decide),
    stop: async () => {
      await Promise.all([sftp.stop(), https.stop(), platform.stop()]);
    },
  };
}

async function openPlatform(options: SandboxOptions, identity: Identity, log: SandboxLog): Promise<PlatformPeer> {
  const client = { clientId: 'facteur', clientSecret: platformSecretOf(identity), organizations: [PLATFORM_SELLER] };
  const platform = await startPlatform({
    directory: join(options.directory, 'platform'),
    // Whoever takes any port for the others takes any for this one.
    port: options.platformPort ?? (options.httpsPort === 0 ? 0 : undefined),
    clients: [client],
    log,
  });
  platform.addresses.register({ addressingIdentifier: PLATFORM_BUYER_ADDRESS });
  return platform;
}

/** Derived, so that an identity made by an earlier version serves as it is. */
function platformSecretOf(identity: Identity): string {
  return sha256(`platform client ${identity.hmacSecret}`);
}

async function depositedAt({ desk }: PlatformPeer): Promise<ReceivedDocument[]> {
  const read = async ({ flowId, depositedAt: receivedAt }: { flowId: string; depositedAt: Date }) => {
    const bytes = await desk.books.content(flowId);
    const name = desk.books.find(flowId)?.flow.name ?? flowId;
    return { channel: 'platform' as const, name, bytes, sha256: sha256(bytes), receivedAt };
  };
  return Promise.all(desk.deposited().map(read));
}
