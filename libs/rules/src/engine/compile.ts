import type { XmlElement } from '#xml';
import { AbsenceTree } from './absence.js';
import { matcher, type Matcher } from './match.js';
import { passes } from './namespaces.js';
import type { Adjustment, Context, Pack, Pattern, Rule, RuleSyntax, Test } from './rule.js';
import type { Severity } from '../finding.js';

/** A rule with the severity it has in this combination of packs. */
export interface BoundRule {
  readonly rule: Rule;
  readonly test: Test;
  readonly severity: Severity;
  readonly pack: string;
}

/** A context with its rules, ready to be asked. */
export interface Station {
  /** Number of the pattern within the plan: an element has one station a pattern. */
  readonly pattern: number;
  readonly matchers: readonly Matcher[];
  readonly where: Test | undefined;
  readonly when: Context['when'];
  readonly rules: readonly BoundRule[];
  readonly absences: AbsenceTree | undefined;
  /** Severity and pack of the rules in `absences`. */
  readonly absenceBindings: ReadonlyMap<Rule, { readonly severity: Severity; readonly pack: string }>;
}

/** A station as elements of one name see it. */
export interface Stop {
  readonly station: Station;
  /** Matchers that an element of the name may pass; none when the name alone decides. */
  readonly matchers: readonly Matcher[];
}

// Names come from documents, so what is remembered of them is bounded.
const MAX_REMEMBERED_NAMES = 4000;
const NO_MATCHERS: readonly Matcher[] = [];

/** All packs that judge together, for one syntax. */
export class Plan {
  private readonly byName = new Map<string, Map<string, readonly Stop[]>>();
  private remembered = 0;

  constructor(private readonly stations: readonly Station[]) {}

  /** Stations that elements of this name may come to, in the order of patterns and contexts. */
  stopsFor(uri: string, name: string): readonly Stop[] {
    const known = this.byName.get(name)?.get(uri);
    if (known !== undefined) return known;
    const stops = this.stations.flatMap((station) => stopOf(station, { uri, name }) ?? []);
    if (this.remembered < MAX_REMEMBERED_NAMES) {
      this.remembered += 1;
      const byUri = this.byName.get(name) ?? new Map<string, readonly Stop[]>();
      this.byName.set(name, byUri.set(uri, stops));
    }
    return stops;
  }
}

function stopOf(station: Station, name: { readonly uri: string; readonly name: string }): Stop | undefined {
  const matchers = station.matchers.filter(({ last }) => passes({ ...last, having: undefined }, name));
  if (matchers.length === 0) return undefined;
  return { station, matchers: matchers.some(({ isPlain }) => isPlain) ? NO_MATCHERS : matchers };
}

export function stops({ matchers }: Stop, element: XmlElement): boolean {
  if (matchers.length === 0) return true;
  for (const candidate of matchers) if (candidate.matches(element)) return true;
  return false;
}

/** Compiles the packs, given in the order in which they build on each other. */
export function compile(packs: readonly Pack[], syntax: RuleSyntax): Plan {
  const adjustments = adjustmentsOf(packs);
  const stations: Station[] = [];
  let pattern = 0;
  for (const pack of packs) {
    for (const sheet of pack.sheets) {
      if (!sheet.syntaxes.includes(syntax)) continue;
      for (const each of sheet.patterns) stations.push(...stationsOf(each, pattern++, pack, adjustments));
    }
  }
  return new Plan(stations);
}

/** Later packs win. A pack's adjustments hold for the packs before it, not for its own rules. */
function adjustmentsOf(packs: readonly Pack[]): Map<string, Adjustment> {
  const adjustments = new Map<string, Adjustment>();
  packs.forEach((pack, index) => {
    for (const adjustment of pack.adjusts ?? []) {
      for (const earlier of packs.slice(0, index)) adjustments.set(`${earlier.id} ${adjustment.rule}`, adjustment);
    }
  });
  return adjustments;
}

function stationsOf(pattern: Pattern, number: number, pack: Pack, adjustments: Map<string, Adjustment>): Station[] {
  const rules = byContext(pattern.rules);
  for (const key of rules.keys()) {
    if (!pattern.contexts.some((context) => context.key === key))
      throw new Error(`${pack.id}: no context ${key} in pattern ${pattern.id}`);
  }
  return pattern.contexts.map((context) => stationOf(context, rules.get(context.key) ?? [], number, pack, adjustments));
}

function byContext(rules: readonly Rule[]): Map<string, Rule[]> {
  const groups = new Map<string, Rule[]>();
  for (const rule of rules) {
    const group = groups.get(rule.context);
    if (group === undefined) groups.set(rule.context, [rule]);
    else group.push(rule);
  }
  return groups;
}

function stationOf(
  context: Context,
  rules: readonly Rule[],
  pattern: number,
  pack: Pack,
  adjustments: Map<string, Adjustment>,
): Station {
  const absences = new AbsenceTree();
  const absenceBindings = new Map<Rule, { severity: Severity; pack: string }>();
  const bound: BoundRule[] = [];
  for (const rule of rules) {
    const to = adjustments.get(`${pack.id} ${rule.id}`)?.to ?? rule.severity;
    if (to === 'suppressed') continue;
    if (typeof rule.test === 'function') {
      bound.push({ rule, test: rule.test, severity: to, pack: pack.id });
    } else {
      absences.add(rule, rule.test.absent);
      absenceBindings.set(rule, { severity: to, pack: pack.id });
    }
  }
  return {
    pattern,
    matchers: context.match.map(matcher),
    where: context.where,
    when: context.when,
    rules: bound,
    absences: absenceBindings.size > 0 ? absences : undefined,
    absenceBindings,
  };
}
