import type { Bilingual } from '#kernel';
import { STATUSES, type StatusCode, type StatusRow } from './status.table.js';

export function isStatusCode(code: string): code is StatusCode {
  return Object.hasOwn(STATUSES, code);
}

/** What is known of a status; undefined for a code of another list (250, 300, 601 …) or of a later version. */
export function statusRow(code: string): StatusRow | undefined {
  return isStatusCode(code) ? STATUSES[code] : undefined;
}

/** The status in words; an unknown code names itself. */
export function statusLabel(code: string): Bilingual {
  return statusRow(code)?.label ?? { en: `Status ${code}`, fr: `Statut ${code}` };
}
