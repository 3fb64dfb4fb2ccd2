import { setMaxListeners } from 'node:events';
import { failed, isSafeFileName, ok, type Result } from '#kernel';
import type {
  ReceiverAnswer,
  AwaitedDocument,
  DeliveryOutcome,
  DeliverySink,
  Log,
  OutgoingDocument,
  Secrets,
  SftpRoute,
} from '#ports';
import { Destination, type DestinationLimits } from './destination.js';
import { readAccess } from '#sftp';
import { lookForAcknowledgement } from './acknowledgement.js';
import { markDone } from './done-file.js';
import { outcomeOfSettings, type ConnectFailure } from './sftp-failure.js';
import { upload } from './upload.js';

export interface SftpSinkOptions {
  readonly secrets: Secrets;
  readonly log?: Log;
  readonly limits?: Partial<DestinationLimits>;
  /** Files up to this many bytes are read back after the upload and compared by hash. */
  readonly readBackBytes?: number;
  /** Files of at least this many bytes go on where a cut left them. */
  readonly resumeFromBytes?: number;
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
  const resumeFromBytes = options.resumeFromBytes ?? 1024 * 1024;
  const destinations = new Map<string, Destination>();

  function destinationOf(route: SftpRoute, signal: AbortSignal): Result<Destination, ConnectFailure> {
    // Every request of every upload listens to it, and callers share one signal among many deliveries.
    setMaxListeners(0, signal);
    try {
      const access = readAccess(route, options.secrets);
      const destination = destinations.get(access.connectionKey) ?? new Destination(access, limits, options.log);
      destinations.set(access.connectionKey, destination);
      return ok(destination);
    } catch (thrown) {
      return failed(outcomeOfSettings(thrown));
    }
  }

  async function deliver(document: OutgoingDocument, route: SftpRoute, signal: AbortSignal): Promise<DeliveryOutcome> {
    if (!isSafeFileName(document.fileName)) {
      return { kind: 'misconfigured', reason: 'The file name is not a plain name' };
    }
    const destination = destinationOf(route, signal);
    if (!destination.ok) return destination.error;
    const { leftovers } = destination.value;
    const attempt = (): Promise<DeliveryOutcome & { isStale?: boolean }> =>
      destination.value.run(signal, async (connection, isReused) => {
        const context = { connection, signal, leftovers, readBackBytes, resumeFromBytes };
        const uploaded = await upload(document, route.directory, context);
        const outcome = uploaded.kind === 'accepted' ? await markDone(uploaded, document, route, context) : uploaded;
        const isStale = isReused && !connection.isAlive && outcome.kind === 'unavailable' && !signal.aborted;
        return isStale ? { ...outcome, isStale } : outcome;
      });
    const first = await attempt();
    // A kept connection may have died while nobody used it; nothing was sent, so a fresh one is tried at once.
    return first.isStale === true ? withoutMark(await attempt()) : first;
  }

  async function acknowledgement(
    document: AwaitedDocument,
    route: SftpRoute,
    signal: AbortSignal,
  ): Promise<ReceiverAnswer> {
    const { acknowledgement: wanted } = route;
    if (!wanted || !isSafeFileName(document.fileName)) return { kind: 'none' };
    const destination = destinationOf(route, signal);
    if (!destination.ok) return destination.error;
    const outcome = await destination.value.run<ReceiverAnswer>(signal, (connection) =>
      lookForAcknowledgement(document, wanted, { connection, signal }),
    );
    return outcome;
  }

  return {
    channel: 'sftp',
    deliver,
    acknowledgement,
    close: async () => {
      for (const destination of destinations.values()) destination.close();
      destinations.clear();
    },
  };
}

function withoutMark({ isStale: _isStale, ...outcome }: DeliveryOutcome & { isStale?: boolean }): DeliveryOutcome {
  return outcome;
}
