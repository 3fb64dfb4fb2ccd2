import { addDays, FacteurError, newId, sha256, type LocalDate } from '#kernel';
import type { ReportingSettings, SellerProfile } from '#billing';
import {
  dutyOn,
  paymentsReport,
  reportDuties,
  transactionsReport,
  type EReport,
  type Prepared,
  type ReportDuty,
  type ReportKind,
} from '#ereporting';
import { localDateTimeOf } from '#lifecycle';
import type { EReportRow, OutgoingMessage, Transaction } from '#ports';
import { writeFlux10 } from '#syntax';
import type { FlowContext } from '../context.js';
import { enqueueMessage } from '../lifecycle/queue-status.js';

export interface ReportRequest {
  readonly sellerRef: string;
  readonly kind: ReportKind;
  /** Any day of the period. */
  readonly on: LocalDate;
}

export type PrepareOutcome =
  /** The first report of its period, or a rectifying one. */
  | { readonly kind: 'prepared'; readonly report: EReportRow; readonly message: OutgoingMessage }
  /** It says what the last one said. */
  | { readonly kind: 'unchanged'; readonly report: EReportRow }
  /** Nothing happened in the period, and nothing was reported for it. */
  | { readonly kind: 'empty'; readonly duty: ReportDuty }
  | { readonly kind: 'not-over'; readonly duty: ReportDuty };

/** Operations are looked for in invoices issued so many days around the period: delivery and issue may lie apart. */
const AROUND_DAYS = 92;

/**
 * Prepares the e-report of a period from issued invoices, daily totals and bank cash: the first as IN, and whenever what it would
 * say has changed since, one that replaces it (RE). The same again prepares nothing. The file is stored and handed on by a job.
 * @throws FacteurError `SELLER.UNKNOWN` (not-found), `EREPORT.NOT_SET` (precondition) when the seller reports nothing.
 */
export async function prepareReport(
  context: FlowContext,
  tenantId: string,
  request: ReportRequest,
): Promise<PrepareOutcome> {
  const { seller, settings } = reportingOf(context, tenantId, request.sellerRef);
  const duty = dutyOn(request.kind, settings.regimes, request.on);
  if (!duty || duty.end < settings.startsOn) {
    throw new FacteurError('EREPORT.NOT_DUE', 'precondition', 'No report is owed for this day', {
      sellerRef: request.sellerRef,
      on: request.on,
    });
  }
  if (context.clock.today() <= duty.end) return { kind: 'not-over', duty };
  return context.store.transaction(tenantId, (tx) => prepare(context, tx, seller, settings, duty));
}

/** Every report that is owed and over as of today, of one seller or all: new ones, and corrections of the last twelve months. */
export async function prepareDueReports(
  context: FlowContext,
  tenantId: string,
  sellerRef?: string,
): Promise<readonly PrepareOutcome[]> {
  const outcomes: PrepareOutcome[] = [];
  for (const { seller, settings } of reportingSellers(context, tenantId, sellerRef)) {
    for (const duty of dutiesOf(context, settings)) {
      if (context.clock.today() <= duty.end) continue;
      outcomes.push(await context.store.transaction(tenantId, (tx) => prepare(context, tx, seller, settings, duty)));
    }
  }
  return outcomes;
}

/** Where a period stands. */
export interface CalendarEntry extends ReportDuty {
  readonly sellerRef: string;
  /** `open`: not over; `to-prepare`; `prepared`; `near` and `late`: to prepare, with the deadline near or past. */
  readonly state: 'open' | 'to-prepare' | 'near' | 'late' | 'prepared';
  readonly reportId?: string;
}

/** The calendar of reports of a seller or all, with where each stands today. A period without operations needs no report. */
export async function reportCalendar(
  context: FlowContext,
  tenantId: string,
  sellerRef?: string,
): Promise<readonly CalendarEntry[]> {
  const today = context.clock.today();
  return context.store.transaction(tenantId, async (tx) => {
    const entries: CalendarEntry[] = [];
    for (const { seller, settings } of reportingSellers(context, tenantId, sellerRef)) {
      const duties = dutiesOf(context, settings);
      const first = duties[0]?.start ?? today;
      const reports = await tx.eReports.latestSince(seller.sellerRef, first);
      for (const duty of duties) {
        const report = reports.find((each) => each.kind === duty.kind && each.periodStart === duty.start);
        const state = report ? 'prepared' : stateOf(duty, today, settings.warnDays);
        entries.push({ ...duty, sellerRef: seller.sellerRef, state, ...(report ? { reportId: report.id } : {}) });
      }
    }
    return entries.sort((one, other) => (one.dueOn < other.dueOn ? -1 : one.dueOn > other.dueOn ? 1 : 0));
  });
}

function stateOf(duty: ReportDuty, today: LocalDate, warnDays: number): CalendarEntry['state'] {
  if (today <= duty.end) return 'open';
  if (today > duty.dueOn) return 'late';
  return addDays(today, warnDays) >= duty.dueOn ? 'near' : 'to-prepare';
}

interface ReportingSeller {
  readonly seller: SellerProfile;
  readonly settings: ReportingSettings;
}

function reportingOf(context: FlowContext, tenantId: string, sellerRef: string): ReportingSeller {
  const seller = context.profiles(tenantId).seller(sellerRef);
  if (!seller) throw new FacteurError('SELLER.UNKNOWN', 'not-found', 'No such seller', { sellerRef });
  if (!seller.ereporting || seller.siren === undefined) {
    throw new FacteurError('EREPORT.NOT_SET', 'precondition', 'The seller has no SIREN or no e-reporting settings', {
      sellerRef,
    });
  }
  return { seller, settings: seller.ereporting };
}

function reportingSellers(context: FlowContext, tenantId: string, sellerRef: string | undefined): ReportingSeller[] {
  if (sellerRef !== undefined) return [reportingOf(context, tenantId, sellerRef)];
  return context
    .profiles(tenantId)
    .sellers()
    .flatMap((seller) => (seller.ereporting && seller.siren ? [{ seller, settings: seller.ereporting }] : []));
}

/** Periods of the last twelve months, not before the seller's start. */
function dutiesOf(context: FlowContext, settings: ReportingSettings): ReportDuty[] {
  const today = context.clock.today();
  const yearAgo = addDays(today, -365);
  const from = settings.startsOn > yearAgo ? settings.startsOn : yearAgo;
  return (['transactions', 'payments'] as const).flatMap((kind) => reportDuties(kind, settings.regimes, from, today));
}

async function prepare(
  context: FlowContext,
  tx: Transaction,
  seller: SellerProfile,
  settings: ReportingSettings,
  duty: ReportDuty,
): Promise<PrepareOutcome> {
  const latest = await tx.eReports.latestForUpdate(seller.sellerRef, duty.kind, duty.start, duty.end);
  const content = await contentOf(tx, seller.sellerRef, duty);
  const contentHash = sha256(JSON.stringify(content.report));
  if (latest?.contentHash === contentHash) return { kind: 'unchanged', report: latest };
  if (!latest && content.report.invoices.length + content.report.days.length === 0) return { kind: 'empty', duty };
  const revision = (latest?.revision ?? 0) + 1;
  const report = reportOf(context, seller, settings, duty, content, revision);
  const { bytes } = writeFlux10(report);
  const stored = await context.documents.put(bytes);
  const row = rowOf(context, seller, duty, content, report, { ...stored, revision, contentHash });
  await tx.eReports.add(row);
  const message = messageOf(context, settings, row);
  await tx.outgoing.add(message);
  await tx.timeline.append({
    subject: 'report',
    subjectId: row.id,
    type: revision === 1 ? 'report.prepared' : 'report.corrected',
    at: row.preparedAt,
    correlationId: row.correlationId,
    data: {
      ...{ reportRef: row.reportRef, kind: row.kind, from: row.periodStart, to: row.periodEnd, dueOn: row.dueOn },
      ...{ typeCode: row.typeCode, sha256: row.sha256, invoices: row.invoiceCount, days: row.dayCount },
      problems: row.problems.map((problem) => problem.code),
    },
  });
  if (message.state === 'waiting') await enqueueMessage(tx, message);
  return { kind: 'prepared', report: row, message };
}

type Content = Prepared<NonNullable<EReport['transactions']> | NonNullable<EReport['payments']>>;

async function contentOf(tx: Transaction, sellerRef: string, duty: ReportDuty): Promise<Content> {
  const period = { start: duty.start, end: duty.end };
  const retail = await tx.eReports.retailDays(sellerRef, duty.start, duty.end);
  if (duty.kind === 'transactions') {
    const from = addDays(duty.start, -AROUND_DAYS);
    const invoices = await tx.eReports.invoicesOf(sellerRef, from, addDays(duty.end, AROUND_DAYS));
    return transactionsReport(period, invoices, retail);
  }
  const history = await tx.eReports.cashOf(sellerRef, duty.start, duty.end);
  const cash = history.map(({ collection, reverses, invoice }) => ({ ...collection, reverses, invoice }));
  return paymentsReport(period, cash, retail);
}

function reportOf(
  context: FlowContext,
  seller: SellerProfile,
  settings: ReportingSettings,
  duty: ReportDuty,
  { report }: Content,
  revision: number,
): EReport {
  const short = duty.kind === 'transactions' ? 'TRX' : 'PAY';
  const { number, name } = settings.platform;
  return {
    document: {
      id: `${seller.siren}-${short}-${duty.start.replaceAll('-', '')}-${duty.end.replaceAll('-', '')}-${revision}`,
      issuedAt: localDateTimeOf(context.clock.now()),
      typeCode: revision === 1 ? 'IN' : 'RE',
      sender: { id: number, scheme: '0238', name, roleCode: 'WK' },
      issuer: { id: seller.siren ?? '', scheme: '0002', name: seller.name, roleCode: 'SE' },
    },
    [duty.kind]: report,
  };
}

function rowOf(
  context: FlowContext,
  seller: SellerProfile,
  duty: ReportDuty,
  { report: content, problems }: Content,
  report: EReport,
  stored: Pick<EReportRow, 'sha256' | 'size' | 'revision' | 'contentHash'>,
): EReportRow {
  const id = newId();
  return {
    ...stored,
    id,
    sellerRef: seller.sellerRef,
    siren: report.document.issuer.id,
    role: 'SE',
    kind: duty.kind,
    periodStart: duty.start,
    periodEnd: duty.end,
    typeCode: report.document.typeCode,
    reportRef: report.document.id,
    dueOn: duty.dueOn,
    invoiceCount: content.invoices.length,
    dayCount: content.days.length,
    problems,
    preparedAt: context.clock.now(),
    correlationId: id,
  };
}

function messageOf(context: FlowContext, settings: ReportingSettings, row: EReportRow): OutgoingMessage {
  return {
    id: newId(),
    subject: 'report',
    subjectId: row.id,
    syntax: 'FRR',
    sellerRef: row.sellerRef,
    sha256: row.sha256,
    size: row.size,
    fileName: `${row.reportRef}.xml`,
    state: settings.route ? 'waiting' : 'kept',
    attempts: 0,
    createdAt: context.clock.now(),
    correlationId: row.correlationId,
  };
}
