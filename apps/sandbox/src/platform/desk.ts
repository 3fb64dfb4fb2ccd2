import { createHash } from 'node:crypto';
import type { FlowInfo } from './api-schema.js';
import type { Books, HeldFlow, KeptFlow } from './books.js';
import { readContent, type InvoiceFacts } from './flow-content.js';
import { lifecycleMessage, type StatusNews } from './lifecycle-message.js';

/** What the platform, and the buyer behind it, do by themselves after a submission. */
export interface Habits {
  /** Status codes that follow a deposit at once; 200, 202 and 203 unless said. */
  readonly statuses?: readonly number[];
  /** Leaves acknowledgements pending until `acknowledge` is called. */
  readonly holdsAcknowledgements?: boolean;
}

/** A message that a company sent about one of its invoices. */
export interface HeardStatus {
  readonly status: string;
  readonly number: string;
  readonly collected: readonly { readonly amount: string; readonly rate: string }[];
  readonly flowId: string;
}

export interface DepositedInvoice extends InvoiceFacts {
  readonly flowId: string;
  readonly organization: string;
  readonly depositedAt: Date;
}

type Detail = NonNullable<HeldFlow['acknowledgement']['details']>[number];

const TYPES_OF_SYNTAX: Readonly<Record<string, string>> = { CDAR: 'CustomerInvoiceLC', FRR: 'MultiFlowReport' };

/** The desk of the platform: takes flows, checks them, deposits invoices, and writes what happens to them. */
export class Desk {
  private readonly invoices = new Map<string, DepositedInvoice>();
  readonly heard: HeardStatus[] = [];
  habits: Habits = {};
  /** Told of every flow that is new or changed. */
  onNews: (kept: KeptFlow) => void = () => undefined;

  private constructor(readonly books: Books) {}

  /** Reads the books again, so that invoices deposited before a restart are known. */
  static async open(books: Books): Promise<Desk> {
    const desk = new Desk(books);
    for (const { organization, flow } of books.all()) {
      if (flow.flowDirection !== 'Out' || flow.acknowledgement.status !== 'Ok') continue;
      const content = await readContent(flow.flowSyntax, await books.content(flow.flowId));
      if (content.kind === 'status') desk.heard.push({ ...content, flowId: flow.flowId });
      if (content.kind === 'invoice') desk.keep(organization, flow, content);
    }
    return desk;
  }

  /** Takes a flow with an acknowledgement to come. */
  async submit(organization: string, info: FlowInfo, bytes: Buffer): Promise<HeldFlow> {
    const { sha256: _checksum, flowProfile, processingRule, ...rest } = info;
    const isInvoice = !Object.hasOwn(TYPES_OF_SYNTAX, info.flowSyntax);
    const kept = await this.books.add(
      organization,
      {
        ...rest,
        flowProfile: flowProfile ?? 'Undefined',
        processingRule: processingRule ?? (isInvoice ? 'B2B' : 'NotApplicable'),
        processingRuleSource: processingRule === undefined ? 'Computed' : 'Input',
        flowType: TYPES_OF_SYNTAX[info.flowSyntax] ?? 'CustomerInvoice',
        flowDirection: 'Out',
        acknowledgement: { status: 'Pending' },
      },
      bytes,
    );
    const submitted = kept.flow;
    if (this.habits.holdsAcknowledgements !== true) await this.acknowledge(kept, info, bytes);
    return submitted;
  }

  /** The technical checks of flows held back, in the order they came. */
  async acknowledgeHeld(): Promise<void> {
    for (const kept of this.books.all()) {
      if (kept.flow.acknowledgement.status !== 'Pending') continue;
      const info = { flowSyntax: kept.flow.flowSyntax, name: kept.flow.name } as FlowInfo;
      await this.acknowledge(kept, info, await this.books.content(kept.flow.flowId));
    }
  }

  find(number: string): DepositedInvoice | undefined {
    return this.invoices.get(number);
  }

  deposited(): readonly DepositedInvoice[] {
    return [...this.invoices.values()];
  }

  /** A status of a deposited invoice: the message appears among the company's flows and is told to its webhooks. */
  async tell(number: string, news: StatusNews, over: { readonly updatedAt?: string } = {}): Promise<KeptFlow> {
    const invoice = this.invoices.get(number);
    if (!invoice) throw new Error(`No invoice ${number} has been deposited`);
    const xml = lifecycleMessage(invoice, news, new Date(), invoice.depositedAt);
    return this.bring(invoice.organization, {
      ...{ name: `CDV_${number}_${news.code}.xml`, flowSyntax: 'CDAR', flowType: 'CustomerInvoiceLC' },
      ...{ bytes: Buffer.from(xml), updatedAt: over.updatedAt },
    });
  }

  /** Any flow for a company, e.g. a supplier's invoice. */
  async bring(
    organization: string,
    flow: {
      readonly name: string;
      readonly flowSyntax: string;
      readonly flowType: string;
      readonly bytes: Uint8Array;
      readonly updatedAt?: string;
    },
  ): Promise<KeptFlow> {
    const { name, flowSyntax, flowType, bytes, updatedAt } = flow;
    const kept = await this.books.add(
      organization,
      {
        ...{ name, flowSyntax, flowType, flowProfile: 'Undefined', processingRule: 'NotApplicable' },
        ...{ processingRuleSource: 'Computed', flowDirection: 'In', acknowledgement: { status: 'Ok' } },
      },
      bytes,
      { updatedAt },
    );
    this.onNews(kept);
    return kept;
  }

  private async acknowledge(kept: KeptFlow, info: FlowInfo, bytes: Buffer): Promise<void> {
    const { flowId } = kept.flow;
    const content = await readContent(info.flowSyntax, bytes);
    const faults = this.faultsOf(kept, info, bytes);
    if (content.kind === 'fault') faults.push(detail(content.reasonCode, content.item, content.message));
    if (content.kind === 'status' && !this.invoices.has(content.number)) {
      faults.push(detail('InvoiceLCInvalidStatus', 'MDT-87', 'No such invoice has been deposited'));
    }
    const [first] = faults;
    await this.books.acknowledge(flowId, first ? { status: 'Error', details: faults } : { status: 'Ok' });
    this.onNews(kept);
    if (first) return;
    if (content.kind === 'status') this.heard.push({ ...content, flowId });
    if (content.kind !== 'invoice') return;
    const isDouble = this.invoices.has(content.number);
    if (!isDouble) this.keep(kept.organization, kept.flow, content);
    if (isDouble) await this.tell(content.number, { code: 213, reason: 'DOUBLON', comment: 'Facture déjà déposée' });
    else for (const code of this.habits.statuses ?? [200, 202, 203]) await this.tell(content.number, { code });
  }

  private faultsOf(kept: KeptFlow, info: FlowInfo, bytes: Buffer): Detail[] {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const faults: Detail[] = [];
    if (info.sha256 !== undefined && info.sha256 !== sha256) {
      faults.push(detail('ChecksumMismatch', 'sha256', 'The checksum is not that of the file'));
    }
    const isKnown = this.books
      .all()
      .some(
        (other) =>
          other !== kept &&
          other.sha256 === sha256 &&
          other.organization === kept.organization &&
          other.flow.flowDirection === 'Out' &&
          other.flow.acknowledgement.status !== 'Error',
      );
    if (isKnown) faults.push(detail('AlreadyExistingFlow', 'file', 'This very flow has been received before'));
    return faults;
  }

  private keep(organization: string, flow: HeldFlow, facts: InvoiceFacts): void {
    const depositedAt = new Date(flow.submittedAt);
    this.invoices.set(facts.number, { ...facts, flowId: flow.flowId, organization, depositedAt });
  }
}

const detail = (reasonCode: string, item: string, reasonMessage: string): Detail => ({
  ...{ level: 'Error', item, reasonCode, reasonMessage },
});
