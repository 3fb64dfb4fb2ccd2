import type { Bilingual } from '#kernel';
import { PdfSyntaxError } from './pdf-lexer.js';

/** Why a file gave no invoice. The code is stable. */
export type HybridErrorCode =
  | 'FACTURX.NOT_PDF'
  | 'FACTURX.DAMAGED'
  | 'FACTURX.ENCRYPTED'
  | 'FACTURX.TOO_LARGE'
  | 'FACTURX.NO_INVOICE'
  | 'FACTURX.WRONG_NAME'
  | 'FACTURX.TWO_INVOICES'
  | 'FACTURX.XML_UNREADABLE'
  | 'FACTURX.NOT_AN_INVOICE'
  | 'FACTURX.NOT_THE_SAME';

export interface HybridError {
  readonly code: HybridErrorCode;
  readonly message: Bilingual;
  readonly facts: Readonly<Record<string, unknown>>;
}

const MESSAGES: Readonly<Record<HybridErrorCode, Bilingual>> = {
  'FACTURX.NOT_PDF': { en: 'This file is not a PDF.', fr: 'Ce fichier n’est pas un PDF.' },
  'FACTURX.DAMAGED': {
    en: 'The PDF is damaged and cannot be read.',
    fr: 'Le PDF est endommagé et ne peut pas être lu.',
  },
  'FACTURX.ENCRYPTED': {
    en: 'The PDF is encrypted. A Factur-X file must not be protected; ask the sender for an open one.',
    fr: 'Le PDF est chiffré. Un fichier Factur-X ne doit pas être protégé ; demandez-en un ouvert à l’émetteur.',
  },
  'FACTURX.TOO_LARGE': {
    en: 'The PDF holds more data than is accepted.',
    fr: 'Le PDF contient plus de données qu’il n’est accepté.',
  },
  'FACTURX.NO_INVOICE': {
    en: 'The PDF has no invoice data inside; it is a page to look at only.',
    fr: 'Le PDF ne contient pas de données de facture ; ce n’est qu’une page à lire.',
  },
  'FACTURX.WRONG_NAME': {
    en: 'Invoice data is inside, but under a name that the format does not know (expected: factur-x.xml).',
    fr: 'Des données de facture sont présentes, mais sous un nom inconnu du format (attendu : factur-x.xml).',
  },
  'FACTURX.TWO_INVOICES': {
    en: 'Two different invoice files are inside; which one counts cannot be told.',
    fr: 'Deux fichiers de facture différents sont présents ; impossible de dire lequel fait foi.',
  },
  'FACTURX.XML_UNREADABLE': { en: 'The embedded XML cannot be read.', fr: 'Le XML embarqué ne peut pas être lu.' },
  'FACTURX.NOT_AN_INVOICE': {
    en: 'The embedded XML is no invoice of the Factur-X family.',
    fr: 'Le XML embarqué n’est pas une facture de la famille Factur-X.',
  },
  'FACTURX.NOT_THE_SAME': {
    en: 'The file that was read back does not say what was to be issued.',
    fr: 'Le fichier relu ne dit pas ce qui devait être émis.',
  },
};

export function hybridError(code: HybridErrorCode, facts: Readonly<Record<string, unknown>> = {}): HybridError {
  return { code, message: MESSAGES[code], facts };
}

/** The named outcome of a syntax error; rethrows anything else. */
export function outcomeOf(error: unknown): HybridError {
  if (!(error instanceof PdfSyntaxError)) throw error;
  const code = error.reason === 'more data than allowed' ? 'FACTURX.TOO_LARGE' : 'FACTURX.DAMAGED';
  return hybridError(code, { reason: error.reason, at: error.at });
}
