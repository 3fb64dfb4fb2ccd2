import { asFacteurError } from '#kernel';
import type { ArchiveStore, EvidenceTable, Store } from '#ports';
import type { FlowContext } from './context.js';

/** One thing that is not as it was left. */
export interface ArchiveFinding {
  readonly code:
    | 'CHAIN.CHANGED'
    | 'CHAIN.BROKEN'
    | 'CHAIN.GAP'
    | 'CHAIN.CUT'
    | 'ROW.CHANGED'
    | 'ROW.REMOVED'
    | 'ROW.FOREIGN'
    | 'DOCUMENT.MISSING'
    | 'DOCUMENT.DAMAGED'
    | 'DOCUMENT.UNREADABLE';
  /** What it is about: a position of the timeline, a table and id, a document's hash. */
  readonly what: string;
  readonly detail: string;
}

export interface ArchiveReport {
  readonly tenantId: string;
  readonly events: number;
  readonly rows: number;
  readonly documents: number;
  /** Events from before the timeline was chained: nothing can be said of them. */
  readonly unchainedEvents: number;
  readonly head: { readonly position: number; readonly hash: string } | undefined;
  readonly findings: readonly ArchiveFinding[];
}

const TABLES: readonly EvidenceTable[] = [
  'orders',
  'invoices',
  'issued_numbers',
  'voided_numbers',
  'documents',
  'ledger',
];
const PAGE = 500;
const MAX_FINDINGS = 1000;
const CHAIN_START = '0'.repeat(64);

/**
 * Holds everything kept as evidence against the chained timeline: each event's hash and its place, the end of the chain against
 * the kept head, each row against the digest the timeline bound, each document's bytes against their hash. Reads in pages; what it
 * remembers is a digest a row. Stops adding findings at a thousand.
 */
export async function verifyArchive(
  context: Pick<FlowContext, 'store' | 'documents'>,
  tenantId: string,
): Promise<ArchiveReport> {
  return new ArchiveCheck(context, tenantId).run();
}

class ArchiveCheck {
  private readonly findings: ArchiveFinding[] = [];
  /** Digest of every row that the timeline tells of. */
  private readonly sealed = new Map<string, string>();
  private readonly documents = new Set<string>();
  private events = 0;
  private rows = 0;

  constructor(
    private readonly context: { readonly store: Store; readonly documents: FlowContext['documents'] },
    private readonly tenantId: string,
  ) {}

  async run(): Promise<ArchiveReport> {
    // The head first: what is appended while we read is beyond it and left for the next time.
    const head = await this.read((archive) => archive.head());
    const unchainedEvents = await this.read((archive) => archive.unchainedCount());
    await this.checkChain(head);
    for (const table of TABLES) await this.checkTable(table, unchainedEvents > 0);
    for (const key of this.sealed.keys()) this.report('ROW.REMOVED', key, 'The timeline tells of this row; it is gone');
    for (const sha256 of this.documents) await this.checkDocument(sha256);
    const { tenantId, events, rows, findings } = this;
    return { tenantId, events, rows, documents: this.documents.size, unchainedEvents, head, findings };
  }

  private read<T>(work: (archive: ArchiveStore) => Promise<T>): Promise<T> {
    return this.context.store.transaction(this.tenantId, (tx) => work(tx.archive));
  }

  private report(code: ArchiveFinding['code'], what: string, detail: string): void {
    if (this.findings.length < MAX_FINDINGS) this.findings.push({ code, what, detail });
  }

  private async checkChain(head: ArchiveReport['head']): Promise<void> {
    let previous = { position: 0, hash: CHAIN_START };
    for (;;) {
      const links = await this.read((archive) => archive.links(previous.position, PAGE));
      for (const link of links) {
        this.events += 1;
        const what = `event ${link.position} (${link.event.type})`;
        if (link.position !== previous.position + 1)
          this.report('CHAIN.GAP', what, `Events ${previous.position + 1} to ${link.position - 1} are missing`);
        else if (link.previousHash !== previous.hash)
          this.report('CHAIN.BROKEN', what, 'It does not continue the event before it');
        if (link.computedHash !== link.hash) this.report('CHAIN.CHANGED', what, 'Its content is not what was hashed');
        for (const [table, id, sha256] of link.evidence) this.sealed.set(`${table} ${id}`, sha256);
        this.noteParcel(link.event);
        previous = link;
      }
      if (links.length < PAGE) break;
    }
    if (head && previous.position < head.position)
      this.report(
        'CHAIN.CUT',
        `event ${head.position}`,
        `The timeline ends at ${previous.position}, its head is at ${head.position}`,
      );
    if (head && previous.position === head.position && previous.hash !== head.hash)
      this.report('CHAIN.BROKEN', `event ${head.position}`, 'The last event is not the one the head names');
    if (!head && previous.position > 0) this.report('CHAIN.CUT', 'head', 'The head of the chain is gone');
  }

  /** What came in is kept, too: its bytes are named by the first event of its story. */
  private noteParcel({ type, data }: { type: string; data: Readonly<Record<string, unknown>> }): void {
    if (type === 'parcel.received' && typeof data['sha256'] === 'string') this.documents.add(data['sha256']);
  }

  private async checkTable(table: EvidenceTable, hasEarlierEvents: boolean): Promise<void> {
    let after: string | undefined;
    for (;;) {
      const rows = await this.read((archive) => archive.rows(table, after, PAGE));
      for (const row of rows) {
        const key = `${table} ${row.id}`;
        const sealed = this.sealed.get(key);
        this.rows += 1;
        // Rows that are newer than the chain we read are for the next check; older ones have no digest to hold them against.
        if (sealed === undefined && !hasEarlierEvents) await this.checkForeign(key, row.id);
        if (sealed !== undefined && sealed !== row.sha256)
          this.report('ROW.CHANGED', key, 'It is not what the timeline bound');
        this.sealed.delete(key);
        if (row.documentSha256 !== undefined) this.documents.add(row.documentSha256);
      }
      if (rows.length < PAGE) return;
      after = rows.at(-1)?.id;
    }
  }

  /** A row without a digest is foreign, unless it was added after the timeline was read: then its event follows. */
  private async checkForeign(key: string, id: string): Promise<void> {
    const newer = await this.read((archive) => archive.links(this.events, PAGE));
    const isNew = newer.some((link) => link.evidence.some(([table, rowId]) => `${table} ${rowId}` === key));
    if (!isNew && newer.length < PAGE) this.report('ROW.FOREIGN', key, `The timeline knows nothing of ${id}`);
  }

  private async checkDocument(sha256: string): Promise<void> {
    try {
      await this.context.documents.get(sha256);
    } catch (thrown) {
      const { code, message } = asFacteurError(thrown);
      const known = code === 'DOCUMENT.MISSING' || code === 'DOCUMENT.DAMAGED' ? code : 'DOCUMENT.UNREADABLE';
      this.report(known, `document ${sha256}`, message);
    }
  }
}
