import type { LocalDate } from '#kernel';
import type { XmlDocument } from '#xml';
import { identify } from './engine/identify.js';
import type { PackRegistry } from './engine/registry.js';
import { run } from './engine/run.js';
import type { Finding, Verdict } from './finding.js';
import { registry } from './packs/registry.js';

export interface JudgeOptions {
  /** `auto` chooses by BT-24 and BT-23; names judge with these packs and those they build on. */
  readonly packs: 'auto' | readonly string[];
  /** Judges by the rules valid on this date; without it, by the newest that are in force. */
  readonly on?: LocalDate;
  /** The day of today, on which versions that were only announced come into force; without it, they do not. */
  readonly asOf?: LocalDate;
}

/**
 * Judges a document by rules. Never throws for what a document holds; findings are in document order.
 * @throws FacteurError `RULES.UNKNOWN_PACK` (category input) for a pack name that does not exist.
 */
export function judge(document: XmlDocument, options: JudgeOptions, known: PackRegistry = registry): Verdict {
  const ids = identify(document);
  if (ids === undefined) return { packs: [], valid: false, findings: [unknownSyntax(document)] };
  const packs = known.choose(ids, options.packs, options);
  if (packs.length === 0) return { packs: [], valid: false, findings: [noRules(document)] };
  const findings = run(document, known.plan(packs, ids.syntax));
  return {
    packs: packs.map(({ id, version }) => ({ id, version })),
    valid: findings.every(({ severity }) => severity !== 'fatal'),
    findings,
  };
}

function unknownSyntax({ root }: XmlDocument): Finding {
  return {
    ...atRoot(root),
    rule: 'SYNTAX-UNKNOWN',
    message: {
      en: 'The document is none of the syntaxes that can be judged: UBL 2.1 Invoice or CreditNote, CII, CDAR.',
      fr: "Le document n'est dans aucune des syntaxes contrôlées : UBL 2.1 Invoice ou CreditNote, CII, CDAR.",
    },
    remedy: {
      en: 'Check the root element and its namespace.',
      fr: "Vérifiez l'élément racine et son espace de noms.",
    },
  };
}

function noRules({ root }: XmlDocument): Finding {
  return {
    ...atRoot(root),
    rule: 'SYNTAX-NOT-IN-PACK',
    message: {
      en: 'None of the chosen rule packs has rules for this syntax.',
      fr: "Aucun des lots de règles choisis n'a de règles pour cette syntaxe.",
    },
    remedy: {
      en: 'Choose another pack, or let the document choose (auto).',
      fr: 'Choisissez un autre lot, ou laissez le document choisir (auto).',
    },
  };
}

function atRoot(root: XmlDocument['root']): Omit<Finding, 'rule' | 'message' | 'remedy'> {
  const { line, column } = root.position;
  const value = `{${root.uri}}${root.name}`.slice(0, 200);
  return { severity: 'fatal', terms: [], location: `/${root.name}`, line, column, value, pack: '' };
}
