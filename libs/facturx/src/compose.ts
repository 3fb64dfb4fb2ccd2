import type { Invoice } from '#invoice';
import { FacteurError } from '#kernel';
import { writeHybrid, type HybridAttachment } from './container/hybrid-file.js';
import { HYBRID_PROFILES, type HybridProfileId } from './hybrid-profile.table.js';
import { readLogo } from './image/logo.js';
import { PAGE_HEIGHT, PAGE_WIDTH } from './page/canvas.js';
import { titleOf } from './page/labels.table.js';
import { colourOf, DEFAULT_COLOUR } from './page/colour.js';
import { drawLineTable } from './page/line-table.js';
import { drawFooters, drawMasthead, drawRunningHead } from './page/masthead.js';
import { drawNotes } from './page/notes-section.js';
import { drawParties, legalLine } from './page/parties.js';
import { drawPayment } from './page/payment-section.js';
import { drawReferences } from './page/references.js';
import { Sheet, stylesFor, type Draft } from './page/sheet.js';
import { drawTotals } from './page/totals.js';
import { Words, type PageLanguage } from './page/words.js';
import { hasWorkers, inBackground, INLINE_LINES } from './workers/background.js';

/** How a seller's pages look. */
export interface Branding {
  /** PNG or JPEG (grey or RGB). Handing over the same array again saves reading it again. */
  readonly logo?: Uint8Array;
  /** `#rrggbb`, used for headings and the amount due; dark enough for white text. */
  readonly colour?: string;
}

export interface FacturXInput {
  readonly invoice: Invoice;
  /** The CII document of the same invoice in the same profile; embedded byte for byte. */
  readonly xml: Uint8Array;
  readonly profile: HybridProfileId;
  readonly language: PageLanguage;
  readonly createdAt: Date;
  readonly branding?: Branding;
  readonly attachments?: readonly HybridAttachment[];
}

/**
 * A Factur-X file: readable pages of the invoice in a PDF/A-3 that carries the XML. Equal input gives equal bytes.
 * @throws FacteurError category input: `FACTURX.GLYPH_MISSING` (a character the font cannot print), `FACTURX.COLOUR`,
 * `FACTURX.LOGO`, `FACTURX.ATTACHMENT`.
 */
export function composeFacturX(input: FacturXInput): Uint8Array {
  const { invoice, profile, language } = input;
  const words = new Words(language);
  const logo = input.branding?.logo && readLogo(input.branding.logo);
  const draft: Draft = { invoice, words, styles: stylesFor(colourOf(input.branding?.colour ?? DEFAULT_COLOUR)), logo };
  const sheet = drawPages(draft);
  const title = `${words.of(titleOf(invoice.typeCode))} ${invoice.number}`;
  return writeHybrid({
    pages: sheet.pages.map((page) => page.content()),
    pageSize: [PAGE_WIDTH, PAGE_HEIGHT],
    fonts: [...sheet.fonts.values()].sort((left, right) => (left.name < right.name ? -1 : 1)),
    logo,
    invoice: { xml: input.xml, profile: HYBRID_PROFILES[profile] },
    attachments: checkedAttachments(input.attachments ?? [], HYBRID_PROFILES[profile].fileName),
    title,
    author: invoice.seller.name,
    subject: `${title}, ${invoice.seller.name}, ${words.date(invoice.issueDate)}`,
    language: language === 'en' ? 'en' : 'fr',
    createdAt: input.createdAt,
  });
}

/** As `composeFacturX`; an invoice of many lines is composed in a worker thread, so that nothing else waits for it. */
export async function composeInBackground(input: FacturXInput): Promise<Uint8Array> {
  return hasWorkers && input.invoice.lines.length > INLINE_LINES
    ? inBackground('compose', input)
    : composeFacturX(input);
}

function drawPages(draft: Draft): Sheet {
  const sheet = new Sheet((target) => drawRunningHead(target, draft));
  drawMasthead(sheet, draft);
  drawParties(sheet, draft);
  drawReferences(sheet, draft);
  drawLineTable(sheet, draft);
  drawTotals(sheet, draft);
  drawPayment(sheet, draft);
  drawNotes(sheet, draft);
  drawFooters(sheet, draft, legalLine(draft));
  return sheet;
}

/** Names are unique and no other file may look like invoice data (Factur-X 1.08: exactly one invoice XML). */
function checkedAttachments(
  attachments: readonly HybridAttachment[],
  invoiceName: string,
): readonly HybridAttachment[] {
  const names = new Set(['factur-x.xml', 'xrechnung.xml', 'zugferd-invoice.xml', invoiceName]);
  for (const { fileName, mimeType } of attachments) {
    const plain = fileName.toLowerCase();
    const refuse = (reason: string): FacteurError =>
      new FacteurError('FACTURX.ATTACHMENT', 'input', 'An attachment cannot be embedded', {
        fileName: fileName.slice(0, 80),
        reason,
      });
    if (names.has(plain)) throw refuse('name taken');
    if (fileName === '' || fileName.length > 200 || /[\\/\u0000-\u001f]/.test(fileName)) throw refuse('file name');
    if (!/^[\w.+-]+\/[\w.+-]+$/.test(mimeType)) throw refuse('MIME type');
    names.add(plain);
  }
  return attachments;
}
