import { checkStructure, type StructureFault } from '#syntax';
import type { XmlDocument } from '#xml';
import type { RuleSyntax } from './engine/rule.js';
import type { Finding } from './finding.js';

/** Pack id of structure findings: the schema itself. */
const SCHEMA = 'schema';

/** What the schema of the syntax would refuse, as findings with rule ids `STRUCT-…`; lifecycle messages have no grammar here. */
export function structureFindings(document: XmlDocument, syntax: RuleSyntax): Finding[] {
  return syntax === 'cdar' ? [] : checkStructure(document).map(findingOf);
}

function findingOf({ rule, terms, path, position, value, message, remedy }: StructureFault): Finding {
  const { line, column } = position;
  return { rule, severity: 'fatal', terms, location: path, line, column, value, message, remedy, pack: SCHEMA };
}
