import { isNativeError } from 'node:util/types';
import type { SFTPWrapper } from 'ssh2';
import { SftpInterrupted } from './sftp-error.js';

type Callback<T> = (error?: Error | null, value?: T) => void;

/** What the connection's bytes leave through. */
export interface Line {
  cork(): void;
  uncork(): void;
}

/** One SSH connection with its SFTP channel. Every request has a time limit; a connection that missed one is dropped. */
export class SftpConnection {
  private lostReason: string | undefined;
  private readonly waiting = new Set<(error: Error) => void>();
  private inFlight = 0;

  constructor(
    private readonly wrapper: SFTPWrapper,
    private readonly hangUp: () => void,
    private readonly answerTimeoutMs: number,
    private readonly line: Line,
  ) {}

  /** Requests of one turn of the event loop leave together: a system call for each packet costs more than its encryption. */
  private gather(): void {
    if (this.isGathering) return;
    this.isGathering = true;
    this.line.cork();
    setImmediate(() => {
      this.isGathering = false;
      this.line.uncork();
    });
  }
  private isGathering = false;

  get isAlive(): boolean {
    return this.lostReason === undefined;
  }

  get isIdle(): boolean {
    return this.inFlight === 0;
  }

  get supportsPosixRename(): boolean {
    return !this.noPosixRename;
  }
  private noPosixRename = false;

  /** Counts the users of the connection, so that it is not closed as idle under one of them. */
  async using<T>(work: () => Promise<T>): Promise<T> {
    this.inFlight += 1;
    try {
      return await work();
    } finally {
      this.inFlight -= 1;
    }
  }

  /** Fails every request that waits; later ones fail at once. Safe to call twice. */
  lose(reason: string): void {
    if (this.lostReason !== undefined) return;
    this.lostReason = reason;
    this.hangUp();
    for (const reject of [...this.waiting]) reject(new SftpInterrupted(reason));
  }

  /** Sends one request. @throws the server's status error, or SftpInterrupted without an answer. */
  request<T = void>(signal: AbortSignal, send: (sftp: SFTPWrapper, done: Callback<T>) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.lostReason !== undefined) return reject(new SftpInterrupted(this.lostReason));
      if (signal.aborted) return reject(new SftpInterrupted('given up'));
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        this.waiting.delete(fail);
        act();
      };
      const fail = (error: Error): void => settle(() => reject(error));
      const onAbort = (): void => fail(new SftpInterrupted('given up'));
      const timer = setTimeout(() => this.lose('no answer in time'), this.answerTimeoutMs);
      signal.addEventListener('abort', onAbort, { once: true });
      this.waiting.add(fail);
      this.gather();
      try {
        send(this.wrapper, (error, value) => (error ? fail(error) : settle(() => resolve(value as T))));
      } catch (thrown) {
        fail(isNativeError(thrown) ? thrown : new Error(String(thrown)));
      }
    });
  }

  /** posix-rename@openssh.com; remembers a server that does not offer it. */
  async posixRename(signal: AbortSignal, from: string, to: string): Promise<void> {
    await this.request(signal, (sftp, done) => {
      try {
        sftp.ext_openssh_rename(from, to, done);
      } catch (thrown) {
        this.noPosixRename = true;
        throw thrown;
      }
    });
  }
}
