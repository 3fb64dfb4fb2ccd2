import { FacteurError, type LocalDate } from '#kernel';
import { compile, type Plan } from './compile.js';
import type { DocumentIds, Pack, RuleSyntax } from './rule.js';

/** By which days versions are chosen; see `JudgeOptions`. */
export interface PackDates {
  readonly on?: LocalDate;
  readonly asOf?: LocalDate;
}

/** The pack that judges a document when no other claims it. */
const DEFAULT_PACK = 'en16931';

/** Every pack in every version, and the plans compiled from them so far. */
export class PackRegistry {
  private readonly plans = new Map<string, Plan>();

  constructor(readonly packs: readonly Pack[]) {}

  ids(): string[] {
    return [...new Set(this.packs.map(({ id }) => id))];
  }

  /** Those a user chooses between: without the parts that packs choose themselves. */
  offeredIds(): string[] {
    return [...new Set(this.packs.filter(({ inner }) => !inner).map(({ id }) => id))];
  }

  /**
   * The packs that judge a document, in the order in which they build on each other.
   * A name may ask for one version: `fr-ctc@1.4.0`.
   * @throws FacteurError `RULES.UNKNOWN_PACK` (category input) for a name or version that no pack has.
   */
  choose(ids: DocumentIds, wanted: 'auto' | readonly string[], on: PackDates = {}): Pack[] {
    const names = wanted === 'auto' ? this.claimants(ids, on) : wanted;
    const chosen: Pack[] = [];
    for (const name of names) this.add(name, ids, on, chosen);
    return chosen.filter((pack) => pack.sheets.some(({ syntaxes }) => syntaxes.includes(ids.syntax)));
  }

  /** Compiled once for each combination of packs and syntax. */
  plan(packs: readonly Pack[], syntax: RuleSyntax): Plan {
    const key = `${syntax} ${packs.map(({ id, version }) => `${id} ${version}`).join(' ')}`;
    let plan = this.plans.get(key);
    if (plan === undefined) {
      plan = compile(packs, syntax);
      this.plans.set(key, plan);
    }
    return plan;
  }

  private claimants(ids: DocumentIds, on: PackDates): string[] {
    const names = this.ids().filter((name) => name !== DEFAULT_PACK && this.version(name, ids, on).claims(ids));
    return names.length > 0 ? names : [DEFAULT_PACK];
  }

  private add(name: string, ids: DocumentIds, on: PackDates, chosen: Pack[]): void {
    const [bare = name] = name.split('@');
    if (chosen.some(({ id }) => id === bare)) return;
    const pack = this.version(name, ids, on);
    for (const below of pack.buildsOn?.(ids) ?? []) this.add(below, ids, on, chosen);
    chosen.push(pack);
  }

  /**
   * The version that speaks for the document; otherwise the one valid on the date, or (no date, none valid) the newest that is in
   * force.
   */
  private version(asked: string, ids: DocumentIds, { on, asOf }: PackDates): Pack {
    const [name = asked, pinned] = asked.split('@');
    if (pinned !== undefined) return this.pinned(name, pinned);
    const versions = this.packs
      .filter(({ id }) => id === name)
      .sort((left, right) => (left.validFrom < right.validFrom ? 1 : -1));
    const spoken = versions.find(({ speaksFor }) => speaksFor?.(ids) === true);
    if (spoken !== undefined) return spoken;
    const dated = versions.filter(({ speaksFor }) => speaksFor === undefined);
    const newest = dated.find(({ announced, validFrom }) => !announced || (asOf !== undefined && validFrom <= asOf));
    if (newest === undefined)
      throw new FacteurError('RULES.UNKNOWN_PACK', 'input', 'No rule pack has this name', {
        name,
        known: this.offeredIds(),
      });
    if (on === undefined) return newest;
    return dated.find(({ validFrom, validTo }) => validFrom <= on && (validTo === undefined || on < validTo)) ?? newest;
  }

  private pinned(name: string, version: string): Pack {
    const versions = this.packs.filter(({ id }) => id === name);
    const found = versions.find((pack) => pack.version === version);
    if (found !== undefined) return found;
    throw new FacteurError('RULES.UNKNOWN_PACK', 'input', `No rule pack ${name} has the version ${version}`, {
      name,
      known: versions.length > 0 ? versions.map((pack) => `${name}@${pack.version}`) : this.offeredIds(),
    });
  }
}
