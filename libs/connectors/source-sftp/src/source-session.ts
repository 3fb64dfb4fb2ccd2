import { setMaxListeners } from 'node:events';
import { isNativeError } from 'node:util/types';
import type { SFTPWrapper } from 'ssh2';
import { FacteurError } from '#kernel';
import type { Secrets } from '#ports';
import { openSession as openSftp, readAccess, SftpInterrupted, type ConnectFault, type SftpServer } from '#sftp';

type Callback<T> = (error?: Error | null, value?: T) => void;

/** One connection for one poll. */
export interface SourceSession {
  /**
   * Sends one request; no answer within the limit ends the session.
   * @throws the server's status error; FacteurError `SOURCE.UNREACHABLE` (unavailable) where none came.
   */
  ask<T = void>(send: (sftp: SFTPWrapper, done: Callback<T>) => void): Promise<T>;
  end(): void;
}

const KEEP_ALIVE_MS = 15_000;
const NEVER = new AbortController().signal;
// Each request in flight listens to it.
setMaxListeners(0, NEVER);

/**
 * Connects and checks the host key before any secret is sent.
 * @throws FacteurError `SECRET.MISSING`, `SFTP.NO_CREDENTIALS`, `SOURCE.HOST_KEY`, `SOURCE.LOGIN` (precondition: a person has to
 * act), `SOURCE.UNREACHABLE` (unavailable).
 */
export async function openSession(server: SftpServer, secrets: Secrets, timeoutMs: number): Promise<SourceSession> {
  const opened = await openSftp(readAccess(server, secrets), {
    connectTimeoutMs: timeoutMs,
    answerTimeoutMs: timeoutMs,
    keepAliveMs: KEEP_ALIVE_MS,
  });
  if (!opened.ok) throw asSourceError(opened.error, server);
  const connection = opened.value;
  return {
    ask: (send) =>
      connection.request(NEVER, send).catch((thrown: unknown) => {
        throw thrown instanceof SftpInterrupted || !isNativeError(thrown)
          ? unreachable('The server does not answer', server)
          : thrown;
      }),
    end: () => connection.lose('ended'),
  };
}

const CODES: Readonly<Record<ConnectFault['fault'], string>> = {
  'host-key': 'SOURCE.HOST_KEY',
  login: 'SOURCE.LOGIN',
  'private-key': 'SOURCE.LOGIN',
  algorithms: 'SOURCE.ALGORITHMS',
  network: 'SOURCE.UNREACHABLE',
};

function asSourceError({ fault, reason, shown }: ConnectFault, server: SftpServer): FacteurError {
  if (fault === 'network') return unreachable(reason, server);
  return new FacteurError(CODES[fault], 'precondition', reason, {
    ...{ host: server.host, user: server.user },
    ...(shown ? { shown } : {}),
  });
}

function unreachable(reason: string, server: SftpServer): FacteurError {
  return new FacteurError('SOURCE.UNREACHABLE', 'unavailable', reason, { host: server.host, user: server.user });
}
