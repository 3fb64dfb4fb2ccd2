import { failed, type Result } from '#kernel';
import type { Log } from '#ports';
import { openSession, type SessionLimits, type SftpAccess, type SftpConnection } from '#sftp';
import { outcomeOfFault, type ConnectFailure } from './sftp-failure.js';

export interface DestinationLimits extends SessionLimits {
  /** Uploads at the same time to one destination; more wait their turn. */
  readonly inFlight: number;
  /** A connection nobody uses for this long is closed. */
  readonly idleMs: number;
  /** After a refused login or a wrong host key nobody knocks again for this long: accounts get locked otherwise. */
  readonly holdAfterRefusalMs: number;
}

/** One server and user: at most one kept connection, a bounded number of uploads over it. */
export class Destination {
  private connection: SftpConnection | undefined;
  private opening: Promise<Result<SftpConnection, ConnectFailure>> | undefined;
  private idleTimer: NodeJS.Timeout | undefined;
  private refusal: { readonly outcome: ConnectFailure; readonly until: number } | undefined;
  private free: number;
  private readonly queue: (() => void)[] = [];
  private closed = false;
  /** Temporary files a cut connection left behind; removed over the next one. */
  readonly leftovers = new Set<string>();

  constructor(
    private readonly access: SftpAccess,
    private readonly limits: DestinationLimits,
    private readonly log?: Log,
  ) {
    this.free = limits.inFlight;
  }

  /** Runs `work` over the kept connection when its turn has come; what prevents that is the outcome. */
  async run<O>(
    signal: AbortSignal,
    work: (connection: SftpConnection, isReused: boolean) => Promise<O>,
  ): Promise<O | ConnectFailure> {
    if (!(await this.takeSlot(signal))) return { kind: 'unavailable', reason: 'Given up before the upload began' };
    try {
      const isReused = this.connection?.isAlive === true;
      const opened = await this.connected();
      if (!opened.ok) return opened.error;
      return await opened.value.using(() => work(opened.value, isReused));
    } finally {
      this.giveSlot();
      this.watchIdle();
    }
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.idleTimer);
    this.connection?.lose('closed');
    this.connection = undefined;
  }

  private async connected(): Promise<Result<SftpConnection, ConnectFailure>> {
    if (this.closed) return failed({ kind: 'unavailable', reason: 'The sink is closed' });
    if (this.connection?.isAlive) return { ok: true, value: this.connection };
    if (this.refusal && this.refusal.until > performance.now()) return failed(this.refusal.outcome);
    this.opening ??= this.open().finally(() => (this.opening = undefined));
    return this.opening;
  }

  private async open(): Promise<Result<SftpConnection, ConnectFailure>> {
    const facts = { host: this.access.host, port: this.access.port };
    const opened = await openSession(this.access, this.limits);
    if (!opened.ok) {
      const outcome = outcomeOfFault(opened.error);
      this.log?.warn('sftp.connect-failed', { ...facts, ...outcome });
      if (outcome.kind === 'misconfigured') {
        this.refusal = { outcome, until: performance.now() + this.limits.holdAfterRefusalMs };
      }
      return failed(outcome);
    }
    if (this.closed) {
      opened.value.lose('closed');
      return failed({ kind: 'unavailable', reason: 'The sink is closed' });
    }
    this.log?.info('sftp.connected', facts);
    this.connection = opened.value;
    this.removeLeftovers(opened.value);
    return opened;
  }

  private removeLeftovers(connection: SftpConnection): void {
    for (const path of this.leftovers) {
      const removal = connection.request(AbortSignal.timeout(30_000), (sftp, done) => sftp.unlink(path, done));
      // Not there any more, or not ours to remove: either way it is not tried again. A lost connection keeps the note.
      removal.then(
        () => this.leftovers.delete(path),
        () => connection.isAlive && this.leftovers.delete(path),
      );
    }
  }

  private takeSlot(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    if (this.free > 0) {
      this.free -= 1;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const onTurn = (): void => {
        signal.removeEventListener('abort', onAbort);
        resolve(true);
      };
      const onAbort = (): void => {
        this.queue.splice(this.queue.indexOf(onTurn), 1);
        resolve(false);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.queue.push(onTurn);
    });
  }

  private giveSlot(): void {
    const next = this.queue.shift();
    if (next) next();
    else this.free += 1;
  }

  private watchIdle(): void {
    clearTimeout(this.idleTimer);
    if (this.closed) return;
    this.idleTimer = setTimeout(() => {
      if (this.connection?.isIdle !== true) return;
      this.connection.lose('idle');
      this.connection = undefined;
    }, this.limits.idleMs);
    this.idleTimer.unref();
  }
}
