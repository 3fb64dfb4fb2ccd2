import { z } from 'zod';
import { parseLocalDate, type LocalDate } from '#kernel';
import type { PlatformQuirks, DirectoryLine, Reachability } from '#ports';

/** A line as the Directory Service gives it (XP Z12-013 annex B, `directoryLinePayload…`), read tolerantly. */
const lineSchema = z.looseObject({
  addressingIdentifier: z.string().min(1).max(125),
  directoryLineStatus: z.string().max(100).nullish(),
  platformType: z.string().max(100).nullish(),
  siren: z.string().max(20).nullish(),
  siret: z.string().max(20).nullish(),
  routingIdentifier: z.string().max(200).nullish(),
  addressingSuffix: z.string().max(200).nullish(),
});

const searchSchema = z.object({
  totalNumberOfResults: z.number().int().nullish(),
  results: z.array(z.unknown()).max(1000).nullish(),
});

const STATES: Readonly<Record<string, DirectoryLine['state']>> = {
  Enabled: 'enabled',
  Disabled: 'disabled',
  Upcoming: 'upcoming',
};

/** One line; undefined when it has no address. */
export function readLine(value: unknown, quirks: PlatformQuirks): DirectoryLine | undefined {
  const parsed = lineSchema.safeParse(value);
  if (!parsed.success) return undefined;
  const line = parsed.data;
  const date = (member: string | undefined): LocalDate | undefined => {
    const text = member === undefined ? undefined : line[member];
    return typeof text === 'string' ? parseLocalDate(text.slice(0, 10)) : undefined;
  };
  const kind = line.platformType === 'DFH' ? 'public' : line.platformType === 'WK' ? 'private' : undefined;
  return defined<DirectoryLine>({
    address: line.addressingIdentifier,
    // `Object.hasOwn` keeps a status called `constructor` from meaning something.
    state: Object.hasOwn(STATES, line.directoryLineStatus ?? '')
      ? (STATES[line.directoryLineStatus ?? ''] as DirectoryLine['state'])
      : 'other',
    siren: line.siren ?? undefined,
    siret: line.siret ?? undefined,
    routingCode: line.routingIdentifier ?? undefined,
    suffix: line.addressingSuffix ?? undefined,
    platformKind: kind,
    from: date(quirks.lineFromMember),
    until: date(quirks.lineUntilMember),
  });
}

export interface LinesPage {
  readonly lines: readonly DirectoryLine[];
  readonly size: number;
  /** Undefined where the platform does not count (-1). */
  readonly total?: number;
}

/** A page of lines; undefined when it is none. */
export function readLines(value: unknown, quirks: PlatformQuirks): LinesPage | undefined {
  const parsed = searchSchema.safeParse(value);
  if (!parsed.success) return undefined;
  const rows = parsed.data.results ?? [];
  const total = parsed.data.totalNumberOfResults ?? -1;
  return {
    lines: rows.map((row) => readLine(row, quirks)).filter((line) => line !== undefined),
    size: rows.length,
    ...(total < 0 ? {} : { total }),
  };
}

/**
 * What the lines found under an address mean on a day. A line ahead (`Upcoming`, or its first day to come) is `not-yet`; a status
 * that the interface does not name is not taken for either.
 */
export function reachabilityOf(
  address: string,
  lines: readonly DirectoryLine[],
  on: LocalDate,
  checkedAt: Date,
): Reachability {
  const exact = lines.filter((line) => line.address === address);
  const judged = exact.map((line) => ({ line, state: stateOn(line, on) }));
  const open = judged.find(({ state }) => state === 'open');
  if (open) return { kind: 'reachable', line: open.line, checkedAt };
  for (const cause of ['not-yet', 'ended', 'disabled'] as const) {
    const closed = judged.find(({ state }) => state === cause);
    if (closed) return { kind: 'unreachable', cause, line: closed.line, checkedAt };
  }
  if (exact.length === 0) return { kind: 'unreachable', cause: 'no-line', checkedAt };
  return { kind: 'unknown', reason: 'The directory gives a status we do not know', isOurs: false, checkedAt };
}

function stateOn(line: DirectoryLine, on: LocalDate): 'open' | 'not-yet' | 'ended' | 'disabled' | 'unclear' {
  if (line.until !== undefined && line.until < on) return 'ended';
  if (line.state === 'upcoming') return line.from !== undefined && line.from <= on ? 'open' : 'not-yet';
  if (line.state === 'enabled') return line.from !== undefined && line.from > on ? 'not-yet' : 'open';
  return line.state === 'disabled' ? 'disabled' : 'unclear';
}

function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;
}
