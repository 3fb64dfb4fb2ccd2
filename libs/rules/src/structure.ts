import { checkStructure, type StructureFault } from '#syntax';
import type { XmlDocument } from '#xml';
import type { Finding } from './finding.js';

/** Pack id of structure findings: the schema itself. */
const SCHEMA = 'schema';

/** What the schema of the syntax would refuse, as findings with rule ids `STRUCT-…`. */
export function structureFindings(document: XmlDocument): Finding[] {
  return checkStructure(document).map(findingOf);
}

function findingOf({ rule, terms, path, position, value, message, remedy }: StructureFault): Finding {
  const { line, column } = position;
  return { rule, severity: 'fatal', terms, location: path, line, column, value, message, remedy, pack: SCHEMA };
}
