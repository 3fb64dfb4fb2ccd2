export * from './accept-parcel.js';
export * from './cash/allocate.js';
export type { Refused } from './cash/cash-problem.js';
export type { Keyed } from './cash/once.js';
export * from './cash/book.js';
export * from './cash/undo.js';
export * from './cash/held-entries.js';
export * from './cash/receipts.js';
export * from './cash/plans.js';
export * from './cash/letters.js';
export * from './cash/correct.js';
export * from './cash/credit-discount.js';
export * from './cash/claims.js';
export * from './cash/early-payment.js';
export * from './cash/account-statement.js';
export type * from './context.js';
export { convertDocument, type ConversionTarget, type Converted, type Loss } from './convert-document.js';
export { convertToHybrid, type HybridRequest } from './convert-to-hybrid.js';
export { extractFiles, inspectDocument, type DocumentInspection } from './inspect-document.js';
export * from './decide-proposal.js';
export * from './deliver-document.js';
export { DEFAULT_GATE_LIMITS, DestinationGate, type CircuitState, type GateLimits } from './destination-gate.js';
export * from './handlers.js';
export * from './hear-platform.js';
export * from './issue-credit-note.js';
export * from './issue-invoice.js';
export { hearVerdict, type ReceiverVerdict, type VerdictOutcome } from './hear-verdict.js';
export {
  prepareDueReports,
  prepareReport,
  reportCalendar,
  type CalendarEntry,
  type PrepareOutcome,
} from './ereporting/prepare-report.js';
export { recordRetailDays } from './ereporting/record-retail-days.js';
export { applyStatus, type AppliedStatus } from './lifecycle/apply-status.js';
export { cancelInvoice, reissueInvoice, type ReissueOutcome } from './lifecycle/cancel-invoice.js';
export { readStatus, type StatusesRead } from './lifecycle/read-status.js';
export { reportCollections } from './lifecycle/report-collections.js';
export { queueStatus } from './lifecycle/queue-status.js';
export { replayMessage, sendMessage } from './lifecycle/send-message.js';
export { setStatus, type SetStatusOutcome, type StatusRequest } from './lifecycle/set-status.js';
export * from './manage-webhooks.js';
export { pausePartner, resumePartner } from './pause-partner.js';
export * from './read-orders.js';
export * from './read-remittance-advice.js';
export * from './read-statement.js';
export * from './rehearse-rules.js';
export * from './render-document.js';
export * from './replay.js';
export * from './send-through-platform.js';
export * from './send-webhook.js';
export { testPartner, type PartnerCheckResult, type PartnerTest, type PartnerTestOptions } from './test-partner.js';
export * from './settle-dispute.js';
export * from './validate-document.js';
export * from './verify-archive.js';
export * from './verify-numbers.js';
export * from './void-number.js';
export * from './export-invoice.js';
