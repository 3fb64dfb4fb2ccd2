import type { XmlDocument } from '#xml';
import type { Finding } from './finding.js';

/** What the schema of the syntax would refuse, as findings with rule ids `STRUCT-…`. */
export function structureFindings(_document: XmlDocument): Finding[] {
  return [];
}
