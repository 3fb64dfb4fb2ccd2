import { localDate } from '#kernel';
import type { Pack } from '../../engine/rule.js';
import { frenchPattern, type Speech } from '../fr-ctc/french-pattern.js';
import { termsIn } from '../fr-ctc/term-names.table.js';
import { PATTERNS } from './message.js';
import { cdarWords } from './wording.js';

const speech: Speech = {
  words: cdarWords,
  terms: termsIn,
  severity: (id) => (id.startsWith('BR-FR-CDV-CL-06') ? 'warning' : 'fatal'),
};

/** Lifecycle messages of the French reform (BR-FR-CDV). */
export const FR_CDAR: Pack = {
  id: 'fr-cdar',
  version: '1.4.0',
  validFrom: localDate('2026-09-01'),
  source: 'FNFE-MPE BR-FR-CDV schematron 1.4.0 of 2026-06-30 (France_RFE, snapshot of 2026-07-14)',
  claims: ({ syntax }) => syntax === 'cdar',
  sheets: [{ syntaxes: ['cdar'], patterns: PATTERNS.map(([id, cases]) => frenchPattern(id, speech, cases)) }],
};
