import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../write-file.js';
import type { FlowSearch } from './api-schema.js';

const flowSchema = z.object({
  flowId: z.string(),
  submittedAt: z.string(),
  updatedAt: z.string(),
  name: z.string(),
  trackingId: z.string().optional(),
  flowSyntax: z.string(),
  flowProfile: z.string(),
  processingRule: z.string(),
  processingRuleSource: z.enum(['Input', 'Computed']),
  flowType: z.string(),
  flowDirection: z.enum(['In', 'Out']),
  acknowledgement: z.object({
    status: z.enum(['Pending', 'Ok', 'Error']),
    details: z
      .array(z.object({ level: z.string(), item: z.string(), reasonCode: z.string(), reasonMessage: z.string() }))
      .optional(),
  }),
});

/** A flow as the interface shows it (annex A, schema `Flow`). */
export type HeldFlow = z.infer<typeof flowSchema>;

const keptSchema = z.object({
  organization: z.string(),
  flow: flowSchema,
  sha256: z.string(),
});

export interface KeptFlow {
  readonly organization: string;
  flow: HeldFlow;
  readonly sha256: string;
}

/** The platform's flows of every company it serves. Kept in a folder, so that a restart forgets nothing. */
export class Books {
  private clock = 0;
  private saving: Promise<void> = Promise.resolve();

  private constructor(
    private readonly folder: string,
    private readonly flows: Map<string, KeptFlow>,
  ) {}

  static async open(folder: string): Promise<Books> {
    await mkdir(folder, { recursive: true });
    const text = await readFile(join(folder, 'flows.json'), 'utf8').catch(() => '[]');
    const kept = z.array(keptSchema).parse(JSON.parse(text));
    return new Books(folder, new Map(kept.map((each) => [each.flow.flowId, each])));
  }

  /** Content first, then the entry: a flow without its file cannot exist. */
  async add(
    organization: string,
    flow: Omit<HeldFlow, 'flowId' | 'submittedAt' | 'updatedAt'>,
    bytes: Uint8Array,
    over: { readonly updatedAt?: string } = {},
  ): Promise<KeptFlow> {
    const now = over.updatedAt ?? this.now();
    const kept: KeptFlow = {
      organization,
      flow: { flowId: randomUUID(), submittedAt: now, updatedAt: now, ...flow },
      sha256: createHash('sha256').update(bytes).digest('hex'),
    };
    await writeWhole(join(this.folder, `${kept.flow.flowId}.bin`), bytes);
    this.flows.set(kept.flow.flowId, kept);
    await this.save();
    return kept;
  }

  async acknowledge(flowId: string, acknowledgement: HeldFlow['acknowledgement']): Promise<void> {
    const kept = this.flows.get(flowId);
    if (!kept) return;
    kept.flow = { ...kept.flow, acknowledgement, updatedAt: this.now() };
    await this.save();
  }

  find(flowId: string): KeptFlow | undefined {
    return this.flows.get(flowId);
  }

  all(): readonly KeptFlow[] {
    return [...this.flows.values()];
  }

  content(flowId: string): Promise<Buffer> {
    return readFile(join(this.folder, `${flowId}.bin`));
  }

  /** In order of `updatedAt`; `updatedAfter` is strict, as the annex says. */
  search(organization: string, where: FlowSearch['where']): KeptFlow[] {
    const isIn = (list: readonly string[] | undefined, value: string): boolean => list?.includes(value) ?? true;
    return this.all()
      .filter(({ organization: owner, flow }) => {
        if (owner !== organization) return false;
        if (where.updatedAfter !== undefined && Date.parse(flow.updatedAt) <= Date.parse(where.updatedAfter))
          return false;
        if (where.updatedBefore !== undefined && Date.parse(flow.updatedAt) > Date.parse(where.updatedBefore))
          return false;
        if (where.trackingId !== undefined && flow.trackingId !== where.trackingId) return false;
        if (where.ackStatus !== undefined && flow.acknowledgement.status !== where.ackStatus) return false;
        return (
          isIn(where.flowDirection, flow.flowDirection) &&
          isIn(where.flowType, flow.flowType) &&
          isIn(where.processingRule, flow.processingRule)
        );
      })
      .sort((a, b) => Date.parse(a.flow.updatedAt) - Date.parse(b.flow.updatedAt));
  }

  /** The platform's clock: never twice the same instant, so that order can be told. */
  now(): string {
    this.clock = Math.max(Date.now(), this.clock + 1);
    return new Date(this.clock).toISOString();
  }

  private save(): Promise<void> {
    const write = () => writeWhole(join(this.folder, 'flows.json'), JSON.stringify(this.all(), null, 1));
    this.saving = this.saving.then(write, write);
    return this.saving;
  }
}
