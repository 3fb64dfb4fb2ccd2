import { lookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { TLSSocket, type PeerCertificate } from 'node:tls';
import { Agent, buildConnector } from 'undici';
import { addressScope } from './outbound-address.js';
import { AddressRefused, CertificateRefused } from './outbound-failure.js';

/** What connections of a route depend on; routes that agree in it may share them. */
export interface AgentTraits {
  readonly allowPrivateNetwork: boolean;
  /** 64 lower-case hexadecimal digits. */
  readonly trustedFingerprint?: string;
  readonly connectTimeoutMs: number;
  readonly connections: number;
  /** Shown to servers that ask for one (mutual TLS); PEM texts. */
  readonly clientCertificate?: {
    readonly certificate: string;
    readonly privateKey: string;
    readonly passphrase?: string;
  };
}

/**
 * An agent that connects to allowed addresses only. The name is resolved once a connection, every address it stands for
 * is judged, and the connection goes to exactly these: no second look-up in which the name could change (rebinding).
 */
export function openAgent(traits: AgentTraits): Agent {
  const pin = traits.trustedFingerprint;
  const connectTls = buildConnector({
    timeout: traits.connectTimeoutMs,
    lookup: judgedLookup(traits.allowPrivateNetwork),
    // A resumed session shows no certificate, and a pin needs one.
    maxCachedSessions: pin === undefined ? 100 : 0,
    // With a pin the decision is taken below, before the first byte of the request.
    rejectUnauthorized: pin === undefined,
    cert: traits.clientCertificate?.certificate,
    key: traits.clientCertificate?.privateKey,
    passphrase: traits.clientCertificate?.passphrase,
  });
  const connect: buildConnector.connector = (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, '');
    const reason = isIP(host) === 0 ? undefined : refusalOf(host, traits.allowPrivateNetwork);
    if (reason !== undefined) return callback(new AddressRefused(reason), null);
    connectTls(options, (...[error, socket]: Parameters<buildConnector.Callback>) => {
      if (error) return callback(error, null);
      const complaint = pin === undefined ? undefined : complaintAbout(socket, pin);
      if (complaint === undefined) return callback(null, socket);
      socket.destroy();
      callback(new CertificateRefused(complaint), null);
    });
  };
  return new Agent({ connect, connections: traits.connections, keepAliveTimeout: 10_000, pipelining: 1 });
}

function refusalOf(address: string, allowPrivateNetwork: boolean): string | undefined {
  const scope = addressScope(address);
  if (scope === 'public' || (scope === 'private' && allowPrivateNetwork)) return undefined;
  return scope === 'private'
    ? `The address ${address} is not public; allowPrivateNetwork is off for this route`
    : `The address ${address} is reserved and never a destination`;
}

/** A name that stands for one forbidden address is refused as a whole: no honest receiver mixes. */
function judgedLookup(allowPrivateNetwork: boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, []);
      const reason = addresses.map(({ address }) => refusalOf(address, allowPrivateNetwork)).find(Boolean);
      if (reason !== undefined) return callback(new AddressRefused(reason), []);
      const first = addresses[0];
      if (options.all === true || first === undefined) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}

/** With a pin: what the system trusts is good, and so is exactly the pinned certificate while it is valid. */
function complaintAbout(socket: unknown, pin: string): string | undefined {
  if (!(socket instanceof TLSSocket)) return 'The connection is not encrypted';
  if (socket.authorized) return undefined;
  const certificate: Partial<PeerCertificate> = socket.getPeerCertificate();
  const shown = certificate.fingerprint256?.replaceAll(':', '').toLowerCase();
  if (shown === undefined) return 'The server shows no certificate';
  if (shown !== pin) return `The server shows the certificate ${shown}, not the trusted one`;
  const now = Date.now();
  const isValid = Date.parse(certificate.valid_from ?? '') <= now && now <= Date.parse(certificate.valid_to ?? '');
  return isValid ? undefined : `The trusted certificate is not valid now (until ${certificate.valid_to})`;
}
