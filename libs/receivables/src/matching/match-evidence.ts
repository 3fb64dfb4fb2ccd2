import { MATCH_EVIDENCE, type EvidenceCode } from './match-evidence.table.js';
import type { Evidence } from './match-outcome.js';

/** One observation with its texts; `value` is cut at 140 characters. */
export function evidence(code: EvidenceCode, field: string, value?: string): Evidence {
  const [weight, en, fr] = MATCH_EVIDENCE[code];
  return { code, field, ...(value === undefined ? {} : { value: value.slice(0, 140) }), weight, message: { en, fr } };
}
