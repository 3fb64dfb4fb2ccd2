import type { LocalDate } from '#kernel';
import { catalogueOf, type CatalogueRule } from './catalogue.js';
import type { Pack, Rule } from './engine/rule.js';
import { registry } from './packs/registry.js';
import type { Severity } from './finding.js';

/** A pack in one version, as users see it. */
export interface PackDescription {
  readonly id: string;
  readonly version: string;
  readonly validFrom: LocalDate;
  /** First day on which it no longer holds. */
  readonly validTo?: LocalDate;
  readonly source: string;
  /** Published before it is in force: judges from its first day on, until then only where it is named. */
  readonly isAnnounced: boolean;
  /** A part that another pack chooses by the document. */
  readonly isPart: boolean;
  readonly rules: number;
}

/** One rule with its words; asked in several contexts, it is shown once. */
export interface RuleDescription extends CatalogueRule {
  readonly message: Rule['message'];
  readonly remedy: Rule['remedy'];
  readonly severity: Severity;
}

/** Every pack in every version, the newest of each first. */
export function describePacks(): PackDescription[] {
  return registry.packs
    .map((pack) => ({
      id: pack.id,
      version: pack.version,
      validFrom: pack.validFrom,
      ...(pack.validTo !== undefined && { validTo: pack.validTo }),
      source: pack.source,
      isAnnounced: pack.announced === true,
      isPart: pack.inner === true,
      rules: catalogueOf(pack).length,
    }))
    .sort((left, right) =>
      left.id === right.id ? (left.validFrom < right.validFrom ? 1 : -1) : left.id < right.id ? -1 : 1,
    );
}

/** The rules of a pack, by id; undefined where no pack has this name and version. The newest in force when none is given. */
export function describeRules(id: string, version?: string): RuleDescription[] | undefined {
  const versions = registry.packs
    .filter((pack) => pack.id === id && (version === undefined ? !pack.announced : pack.version === version))
    .sort((left, right) => (left.validFrom < right.validFrom ? 1 : -1));
  const [pack] = versions;
  return pack === undefined ? undefined : catalogueOf(pack).map((rule) => ({ ...rule, ...wordsOf(pack, rule.id) }));
}

function wordsOf(pack: Pack, id: string): Pick<Rule, 'message' | 'remedy'> {
  const rules = pack.sheets.flatMap(({ patterns }) => patterns.flatMap((pattern) => pattern.rules));
  const { message, remedy } = rules.find((rule) => rule.id === id) as Rule;
  return { message, remedy };
}
