import { acceptParcel, type FlowContext } from '#flows';
import { asFacteurError } from '#kernel';
import type { FileSource } from '#ports';
import type { SourceSettings } from '#settings';
import { inScope } from '#telemetry';

/** Looks at one source again and again; a failed look is logged and the next one comes after the same pause. */
export class SourcePoller {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private wake: (() => void) | undefined;

  constructor(
    private readonly context: FlowContext,
    private readonly settings: SourceSettings,
    private readonly source: FileSource,
  ) {}

  start(): void {
    this.running = inScope({ tenantId: this.settings.tenant }, () => this.run());
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake?.();
    await this.running;
    await this.source.close();
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        await this.source.poll((file) => this.take(file), this.stopping.signal);
      } catch (thrown) {
        const { code, message } = asFacteurError(thrown);
        if (!this.stopping.signal.aborted) {
          this.context.log.warn('source.failed', { source: this.source.name, code, message });
        }
      }
      await this.pause();
    }
  }

  /** Resolves once the parcel is safe; only then is the file moved away. */
  private async take(file: { name: string; bytes: Uint8Array }): Promise<void> {
    const outcome = await acceptParcel(this.context, {
      tenantId: this.settings.tenant,
      purpose: this.settings.purpose,
      source: this.source.name,
      sourceKey: file.name,
      isKeyUnique: false,
      bytes: file.bytes,
      fileName: file.name,
      mediaType: 'application/octet-stream',
    });
    this.context.log.info('parcel.taken', {
      source: this.source.name,
      parcelId: outcome.parcel.id,
      outcome: outcome.kind,
    });
  }

  private pause(): Promise<void> {
    if (this.stopping.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.settings.everySeconds * 1000);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
