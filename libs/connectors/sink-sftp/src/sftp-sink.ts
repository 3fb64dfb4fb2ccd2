import { setMaxListeners } from 'node:events';
import { isSafeFileName } from '#kernel';
import type { DeliveryOutcome, DeliverySink, Log, OutgoingDocument, Secrets, SftpRoute } from '#ports';
import { Destination, type DestinationLimits } from './destination.js';
import { readAccess } from './sftp-settings.js';
import { upload } from './upload.js';

export interface SftpSinkOptions {
  readonly secrets: Secrets;
  readonly log?: Log;
  readonly limits?: Partial<DestinationLimits>;
  /** Files up to this many bytes are read back after the upload and compared by hash. */
  readonly readBackBytes?: number;
}

const LIMITS: DestinationLimits = {
  inFlight: 8,
  idleMs: 60_000,
  holdAfterRefusalMs: 30_000,
  connectTimeoutMs: 15_000,
  answerTimeoutMs: 30_000,
  keepAliveMs: 15_000,
};

/**
 * Delivers by SFTP over one kept connection per server and user. Outcomes:
 * accepted once the final name holds the content; unavailable while nothing of the document was sent; unknown when the
 * connection went away afterwards; misconfigured for login, host key, directory, permission, a foreign file of the
 * same name. SFTP has no verdict on a document, so nothing is ever refused here.
 */
export function createSftpSink(options: SftpSinkOptions): DeliverySink<SftpRoute> {
  const limits = { ...LIMITS, ...options.limits };
  const readBackBytes = options.readBackBytes ?? 32 * 1024;
  const destinations = new Map<string, Destination>();

  async function deliver(document: OutgoingDocument, route: SftpRoute, signal: AbortSignal): Promise<DeliveryOutcome> {
    if (!isSafeFileName(document.fileName)) {
      return { kind: 'misconfigured', reason: 'The file name is not a plain name' };
    }
    // Every request of every upload listens to it, and callers share one signal among many deliveries.
    setMaxListeners(0, signal);
    const access = readAccess(route, options.secrets);
    if (!access.ok) return access.error;
    let destination = destinations.get(access.value.connectionKey);
    if (!destination) {
      destination = new Destination(access.value, limits, options.log);
      destinations.set(access.value.connectionKey, destination);
    }
    const { leftovers } = destination;
    const attempt = (): Promise<DeliveryOutcome & { isStale?: boolean }> =>
      destination.run(signal, async (connection, isReused) => {
        const outcome = await upload(document, route.directory, { connection, signal, leftovers, readBackBytes });
        const isStale = isReused && !connection.isAlive && outcome.kind === 'unavailable' && !signal.aborted;
        return isStale ? { ...outcome, isStale } : outcome;
      });
    const first = await attempt();
    // A kept connection may have died while nobody used it; nothing was sent, so a fresh one is tried at once.
    return first.isStale === true ? withoutMark(await attempt()) : first;
  }

  return {
    channel: 'sftp',
    deliver,
    close: async () => {
      for (const destination of destinations.values()) destination.close();
      destinations.clear();
    },
  };
}

function withoutMark({ isStale: _isStale, ...outcome }: DeliveryOutcome & { isStale?: boolean }): DeliveryOutcome {
  return outcome;
}
