import { writeHybrid, type HybridFailure, type HybridProfileId, type PageLanguage } from '#facturx';
import { failed, ok, type Clock, type Problem, type Result } from '#kernel';
import { lossesOf, readAnyInvoice, type Converted } from './convert-document.js';
import type { DocumentFault } from './validate-document.js';

export interface HybridRequest {
  readonly profile?: HybridProfileId;
  /** A PDF that the ERP made, to embed into; without it the page is composed. */
  readonly page?: Uint8Array;
  readonly language: PageLanguage;
}

/**
 * Makes a Factur-X file of an invoice in UBL, CII, JSON or another hybrid PDF.
 * @throws FacteurError category input when the page cannot be composed (`FACTURX.GLYPH_MISSING`).
 */
export async function convertToHybrid(
  bytes: Uint8Array,
  request: HybridRequest,
  clock: Clock,
): Promise<Result<Converted, DocumentFault>> {
  const source = await readAnyInvoice(bytes);
  if (!source.ok) return source;
  const { whole, faults, lost } = source.value;
  if (whole === undefined) return failed({ code: 'SYNTAX.INCOMPLETE', message: NO_PAGE, problems: faults });
  const written = await writeHybrid(whole, { ...request, createdAt: clock.now() });
  if (!written.ok) return failed(faultOf(written.error));
  const { bytes: pdf, notCarried } = written.value;
  return ok({ bytes: pdf, mediaType: 'application/pdf', lost: [...lost, ...lossesOf(notCarried)] });
}

function faultOf(failure: HybridFailure): DocumentFault {
  switch (failure.kind) {
    case 'unreadable':
    case 'not-the-same':
      return { code: failure.error.code, message: failure.error.message, problems: [] };
    case 'unsound':
      return { code: 'FACTURX.UNSOUND', message: UNSOUND, problems: failure.checks.map(problemOfCheck) };
    case 'blocked':
      return { code: 'FACTURX.PAGE_REFUSED', message: REFUSED, problems: failure.blockers.map(problemOfBlocker) };
  }
}

function problemOfBlocker(blocker: Extract<HybridFailure, { kind: 'blocked' }>['blockers'][number]): Problem {
  const { code, where, clause, message, remedy } = blocker;
  return { code, field: where, value: `ISO 19005-3, ${clause}`, message, remedy };
}

function problemOfCheck(check: string): Problem {
  return { code: check, message: UNSOUND, remedy: OTHER_PAGE };
}

const NO_PAGE = {
  en: 'The document lacks terms that a whole invoice needs; no page can be made of it.',
  fr: 'Il manque au document des termes qu’une facture complète exige ; aucune page ne peut en être faite.',
};
const REFUSED = {
  en: 'The page cannot become PDF/A-3 without changing how it looks.',
  fr: 'La page ne peut pas devenir PDF/A-3 sans changer d’aspect.',
};
const UNSOUND = {
  en: 'The completed page does not meet what Factur-X demands of the container.',
  fr: 'La page complétée ne remplit pas ce que Factur-X exige du conteneur.',
};
const OTHER_PAGE = {
  en: 'Send another page, or none, so that one is composed.',
  fr: 'Envoyez une autre page, ou aucune pour qu’elle soit composée.',
};
