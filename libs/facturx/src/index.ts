export { composeFacturX, composeInBackground, type Branding, type FacturXInput } from './compose.js';
export type { HybridAttachment } from './container/hybrid-file.js';
export { composeLetter, type LetterBlock, type LetterColumn, type LetterInput } from './compose-letter.js';
export { extractInvoice, type ExtractedFile, type ExtractedInvoice, type ExtractOptions } from './extract.js';
export {
  HYBRID_PROFILES,
  type HybridProfile,
  type HybridProfileId,
  type Relationship,
} from './hybrid-profile.table.js';
export { hybridProfileNamed } from './hybrid-profile.js';
export { Words, type PageLanguage } from './page/words.js';
export { readBack, type ReadBackExpectation } from './read-back.js';
export type { HybridError, HybridErrorCode } from './reader/hybrid-error.js';
export type { InvoiceFacts, InvoiceSyntax } from './reader/invoice-facts.js';
export { comparePage, type PageComparison, type TermOnPage } from './inspect/compare-page.js';
export { inspectPdf, type ContainerCheck, type Inspection } from './inspect/inspect-pdf.js';
export type { CheckId, CheckLevel } from './inspect/checks.table.js';
export type { Blocker, BlockerCode } from './embed/blockers.js';
export { embedIntoPdf, type EmbedError, type EmbedInput } from './embed/embed-into-pdf.js';
export { writeHybrid, type HybridFailure, type HybridOptions, type WrittenHybrid } from './write-hybrid.js';
export { backgroundCount } from './workers/background.js';
