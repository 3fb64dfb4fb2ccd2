import type { Clock, LocalDate } from '#kernel';
import type { PlatformQuirks, DirectoryLine, PlatformAnswer, Reachability } from '#ports';
import { reachabilityOf, readLine, readLines } from './directory-reading.js';
import { asOutage, failureOf, jsonOf, type NoAnswer, type ServiceAnswer } from './service-call.js';

/** One call to the Directory Service, `path` below its address. */
export type DirectoryCall = (
  method: 'GET' | 'POST',
  path: string,
  body: unknown,
  signal: AbortSignal,
) => Promise<ServiceAnswer | NoAnswer>;

interface Options {
  readonly call: DirectoryCall;
  readonly quirks: PlatformQuirks;
  readonly clock: Clock;
}

type Failure = Extract<PlatformAnswer<never>, { readonly kind: 'unavailable' | 'misconfigured' }>;

const PAGE = 100;
const MAX_PAGES = 50;
/** Characters of an address in scheme 0225 (BR-FR-23) and their number (BR-FR-25). */
const ADDRESS = /^[A-Za-z0-9+\-_.]{1,125}$/;

/** Whether exactly this address receives on that day. Asks for the address itself first, then searches for a line to come. */
export async function lookUpAddress(
  address: string,
  on: LocalDate,
  signal: AbortSignal,
  options: Options,
): Promise<Reachability> {
  const checkedAt = options.clock.now();
  if (!ADDRESS.test(address)) return { kind: 'unreachable', cause: 'no-line', checkedAt };
  const direct = options.quirks.readsAddress ? await readAddress(address, signal, options) : undefined;
  if (direct && direct.kind !== 'found' && direct.kind !== 'absent') return unknown(direct, checkedAt);
  const known = direct?.kind === 'found' ? [direct.value] : [];
  const first = reachabilityOf(address, known, on, checkedAt);
  if (first.kind === 'reachable') return first;
  // Lines that begin later are told by the search alone; a platform without that search leaves the first answer standing.
  const found = await searchLines({ addressingIdentifier: { op: 'strict', value: address } }, signal, options);
  if (found.kind === 'found') return reachabilityOf(address, [...known, ...found.value], on, checkedAt);
  if (direct !== undefined) return first;
  return found.kind === 'absent'
    ? { kind: 'unknown', reason: found.reason, isOurs: false, checkedAt }
    : unknown(found, checkedAt);
}

/** Lines that match the filters, page by page until a short one: the total may be unmanaged (-1). */
export async function searchLines(
  filters: Readonly<Record<string, { readonly op: string; readonly value: string }>>,
  signal: AbortSignal,
  { call, quirks, clock }: Options,
): Promise<PlatformAnswer<readonly DirectoryLine[]>> {
  const lines: DirectoryLine[] = [];
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const body = {
      filters,
      sorting: [{ field: 'addressingIdentifier', [quirks.sortMember]: 'ascending' }],
      limit: PAGE,
      ignore: page * PAGE,
    };
    const answer = await call('POST', '/v1/directory-line/search', body, signal);
    if (answer.kind !== 'answer') return asOutage(answer);
    // 204 of versions before 1.3: no line.
    if (answer.status === 204 || answer.status === 404) return { kind: 'found', value: lines };
    // 501 and 422: a search that this platform does not offer.
    if (answer.status === 501 || answer.status === 422) {
      return { kind: 'absent', reason: `The directory does not offer this search (HTTP ${answer.status})` };
    }
    if (answer.status !== 200 && answer.status !== 206) return failureOf(answer, clock);
    const read = readLines(jsonOf(answer), quirks);
    if (!read) return { kind: 'unavailable', reason: 'The directory answers with something that is no list of lines' };
    lines.push(...read.lines);
    if (read.size < PAGE || (read.total !== undefined && lines.length >= read.total)) break;
  }
  return { kind: 'found', value: lines };
}

async function readAddress(
  address: string,
  signal: AbortSignal,
  { call, quirks, clock }: Options,
): Promise<PlatformAnswer<DirectoryLine>> {
  const answer = await call('GET', `/v1/directory-line/code:${encodeURIComponent(address)}`, undefined, signal);
  if (answer.kind !== 'answer') return asOutage(answer);
  if (answer.status === 404 || answer.status === 204) return { kind: 'absent', reason: 'No such line' };
  if (answer.status !== 200) return failureOf(answer, clock);
  const line = readLine(jsonOf(answer), quirks);
  if (!line || line.address !== address) {
    return { kind: 'unavailable', reason: 'The directory answers with another line than was asked for' };
  }
  return { kind: 'found', value: line };
}

/** No answer is not an absence. Credentials and addresses of services are for a person of ours to mend. */
function unknown(failure: Failure, checkedAt: Date): Reachability {
  return {
    kind: 'unknown',
    reason: failure.reason,
    isOurs: failure.kind === 'misconfigured',
    ...(failure.kind === 'unavailable' && failure.retryAfterMs !== undefined
      ? { retryAfterMs: failure.retryAfterMs }
      : {}),
    checkedAt,
  };
}
