import type { Pack } from './engine/rule.js';
import { TAX_RULES } from './packs/facturx/tax-contexts.js';
import { registry } from './packs/registry.js';
import type { Severity } from './finding.js';

/** A rule as the catalogue lists it. */
export interface CatalogueRule {
  readonly id: string;
  readonly severity: Severity;
  readonly terms: readonly string[];
  /** `ubl`, `cii`, `cdar`: where the rule is asked. */
  readonly syntaxes: readonly string[];
}

/**
 * The rules of a pack, sorted by id; rules of EN 16931 that Factur-X asks as they are, only elsewhere, are listed there. Ids are
 * permanent: other tools script against them.
 */
export function catalogueOf(pack: Pack): CatalogueRule[] {
  const found = new Map<string, CatalogueRule>();
  const borrowed = new Set(pack.id.startsWith('facturx') ? TAX_RULES : []);
  for (const { syntaxes, patterns } of pack.sheets) {
    const names = [...new Set(syntaxes.map((syntax) => syntax.split('-')[0] as string))];
    for (const { id, severity, terms } of patterns.flatMap(({ rules }) =>
      rules.filter((each) => !borrowed.has(each)),
    )) {
      const known = found.get(id);
      const all = [...new Set([...(known?.syntaxes ?? []), ...names])].sort();
      found.set(id, { id, severity: known?.severity ?? severity, terms: known?.terms ?? terms, syntaxes: all });
    }
  }
  return [...found.values()].sort((left, right) => (left.id < right.id ? -1 : 1));
}

/** Every pack in its newest version in force; versions for documents that name an older edition are left out. */
export function newestPacks(): Pack[] {
  return registry.ids().flatMap((name) => {
    const versions = registry.packs.filter(
      ({ id, speaksFor, announced }) => id === name && speaksFor === undefined && !announced,
    );
    return versions.sort((left, right) => (left.validFrom < right.validFrom ? 1 : -1)).slice(0, 1);
  });
}
