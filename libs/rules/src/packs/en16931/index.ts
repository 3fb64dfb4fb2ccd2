import { localDate } from '#kernel';
import type { Pack } from '../../engine/rule.js';

/** The business rules and syntax bindings of CEN/TC 434 for EN 16931-1. */
export const EN16931: Pack = {
  id: 'en16931',
  version: '1.3.16',
  validFrom: localDate('2026-04-10'),
  source: 'CEN/TC 434 validation artefacts 1.3.16 of 2026-04-10, EN 16931-3-2 (UBL 2.1) and EN 16931-3-3 (CII D16B)',
  claims: ({ specification }) => specification === 'urn:cen.eu:en16931:2017',
  sheets: [],
};
