import type { PlatformProfile, PlatformQuirks, FlowBatch, FlowNews, FlowPosition } from '#ports';
import type { SearchPage } from './flow-reading.js';

/** The body of `POST /v1/flows/search`. */
export interface SearchBody {
  readonly where: Readonly<Record<string, unknown>>;
  readonly limit: number;
  readonly cursor?: string;
}

type Poll = PlatformProfile['poll'];

/** Where the first round starts. */
export function firstPosition(poll: Poll, now: Date): FlowPosition {
  return { since: new Date(now.getTime() - poll.firstDays * 86_400_000) };
}

/**
 * The next search. A round starts an overlap before the newest flow known, because `updatedAfter` is strict and clocks differ;
 * what comes twice is recognised by id and time. In the middle of a round the cursor, or the date reached, goes on.
 */
export function searchBody(position: FlowPosition, poll: Poll): SearchBody {
  const { since, cursor, newest } = position;
  const isMidway = newest !== undefined && cursor === undefined;
  const from = isMidway ? newest.getTime() - 1 : since.getTime() - poll.overlapSeconds * 1000;
  return {
    where: { updatedAfter: new Date(from).toISOString() },
    limit: poll.pageSize,
    ...(cursor === undefined ? {} : { cursor }),
  };
}

/**
 * Where a page leaves us. A cursor goes on; a full page without one comes from a platform that pages by date, and the search
 * goes on from the newest flow met; a page that is not full ends the round.
 */
export function batchOf(page: SearchPage, position: FlowPosition, poll: Poll, quirks: PlatformQuirks): FlowBatch {
  const newestMet = latest([...page.flows.map(({ updatedAt }) => updatedAt), position.newest ?? position.since]);
  const flows = inOrder(page.flows);
  // A cursor that does not move would go round for ever.
  const cursor = quirks.hasCursor && page.nextCursor !== position.cursor ? page.nextCursor : undefined;
  if (cursor !== undefined)
    return { flows, isLast: false, position: { since: position.since, cursor, newest: newestMet } };
  const isFull = page.size >= poll.pageSize;
  const hasAdvanced = newestMet.getTime() > (position.newest ?? new Date(0)).getTime();
  if (isFull && hasAdvanced) {
    return { flows, isLast: false, position: { since: position.since, newest: newestMet } };
  }
  return { flows, isLast: true, position: { since: latest([newestMet, position.since]) } };
}

function latest(instants: readonly Date[]): Date {
  return new Date(Math.max(...instants.map((instant) => instant.getTime())));
}

/** Oldest first, one row for each state of a flow. */
function inOrder(flows: readonly FlowNews[]): FlowNews[] {
  const byState = new Map(flows.map((flow) => [`${flow.flowRef} ${flow.updatedAt.getTime()}`, flow]));
  return [...byState.values()].sort((a, b) => a.updatedAt.getTime() - b.updatedAt.getTime());
}
