import { Decimal, failed, ok, parseLocalDate, type LocalDate, type Problem, type Result } from '#kernel';
import { ProblemList } from '../camt/camt-values.js';
import type { AdviceFile, RemittanceAdvice } from '../advice.js';
import type { DocumentAdjustment, ReferredDocument } from '../entry.js';
import { finishAdvice } from './finish-advice.js';
import { component, edifactSegments, type Segment } from './edifact-segments.js';

/** EDIFACT document names → ISO 20022 document types. */
const DOCUMENT_TYPES: Readonly<Record<string, string>> = {
  '380': 'CINV',
  '381': 'CREN',
  '383': 'DEBN',
  '384': 'CINV',
  '389': 'SBIN',
};

/** Reads EDIFACT REMADV of any directory version: one advice a message, one `DOC` group a document. */
export function readRemadv(text: string): Result<AdviceFile, Problem[]> {
  const problems = new ProblemList();
  const advices: RemittanceAdvice[] = [];
  let message: Segment[] | undefined;
  for (const segment of edifactSegments(text)) {
    if (segment.tag === 'UNH') message = component(segment, 1).startsWith('REMADV') ? [] : undefined;
    else if (segment.tag === 'UNT' && message !== undefined) {
      advices.push(adviceOf(message, problems));
      message = undefined;
    } else message?.push(segment);
  }
  if (message !== undefined) problems.add('STATEMENT.RECORD_ORDER', { field: 'UNT' });
  if (advices.length === 0 && problems.problems.length === 0) problems.add('ADVICE.UNKNOWN_FORMAT', {});
  if (problems.problems.length > 0) return failed(problems.problems);
  return ok({ format: 'edifact-remadv', advices });
}

function adviceOf(segments: readonly Segment[], problems: ProblemList): RemittanceAdvice {
  const first = segments.findIndex((segment) => segment.tag === 'DOC');
  const head = first < 0 ? segments : segments.slice(0, first);
  const groups = documentGroups(segments);
  const documents = groups.map((group) => documentOf(group, problems));
  const ofDocuments = new Set(groups.flat());
  const total = amountAt(
    segments.filter((segment) => !ofDocuments.has(segment)),
    '12',
    problems,
  );
  const issuedOn = dateAt(head, '137');
  const paidOn = dateAt(head, '203') ?? dateAt(head, '209') ?? dateAt(head, '138');
  const currency = component(segments.find((one) => one.tag === 'CUX') ?? NONE, 0, 1);
  const bgm = segments.find((one) => one.tag === 'BGM') ?? NONE;
  return finishAdvice({
    format: 'edifact-remadv',
    adviceRef: component(bgm, 1),
    ...(issuedOn === undefined ? {} : { issuedOn }),
    ...(paidOn === undefined ? {} : { paidOn }),
    ...(currency === '' ? {} : { currency }),
    ...(total === undefined ? {} : { totalAmount: total }),
    payer: party(segments, ['PR', 'BY', 'MS']),
    payee: party(segments, ['PE', 'SU', 'MR']),
    paymentRefs: [
      ...head
        .filter((one) => one.tag === 'RFF' && ['PQ', 'AEK', 'TN', 'CR'].includes(component(one, 0)))
        .map((one) => component(one, 0, 1)),
      component(bgm, 1),
    ].filter((ref) => ref !== ''),
    documents,
  });
}

const NONE: Segment = { tag: '', elements: [], row: 0 };

/** Each `DOC` with what follows it, up to the next one or the summary. */
function documentGroups(segments: readonly Segment[]): Segment[][] {
  const groups: Segment[][] = [];
  let current: Segment[] | undefined;
  for (const segment of segments) {
    if (segment.tag === 'DOC') groups.push((current = [segment]));
    else if (segment.tag === 'UNS') current = undefined;
    else current?.push(segment);
  }
  return groups;
}

function documentOf(group: readonly Segment[], problems: ProblemList): ReferredDocument {
  const [document = NONE] = group;
  const name = component(document, 0);
  const due = amountAt(group, '9', problems);
  const remitted = amountAt(group, '12', problems);
  const discount = amountAt(group, '52', problems);
  const issuedOn = dateAt(group, '137') ?? dateAt(group, '171');
  return {
    number: component(document, 1),
    type: DOCUMENT_TYPES[name] ?? name,
    ...(issuedOn === undefined ? {} : { issuedOn }),
    ...(due === undefined ? {} : { dueAmount: due }),
    ...(remitted === undefined ? {} : { remittedAmount: remitted }),
    ...(discount === undefined ? {} : { discountAmount: discount }),
    adjustments: adjustmentsOf(group, problems),
  };
}

/** `AJT` reason and the adjustment amount (`MOA` 165) after it. A reason without an amount announces a dispute. */
function adjustmentsOf(group: readonly Segment[], problems: ProblemList): DocumentAdjustment[] {
  return group.flatMap((segment, at) => {
    if (segment.tag !== 'AJT') return [];
    const after = group.slice(at + 1);
    const end = after.findIndex((one) => one.tag === 'AJT');
    const own = end < 0 ? after : after.slice(0, end);
    const reason = component(segment, 1) || component(segment, 0);
    return [{ amount: amountAt(own, '165', problems) ?? Decimal.ZERO, reason }];
  });
}

function amountAt(segments: readonly Segment[], qualifier: string, problems: ProblemList): Decimal | undefined {
  const found = segments.find((segment) => segment.tag === 'MOA' && component(segment, 0) === qualifier);
  if (found === undefined) return undefined;
  const text = component(found, 0, 1);
  const amount = Decimal.parse(text.replace(',', '.'));
  if (amount === undefined)
    problems.add('STATEMENT.AMOUNT_INVALID', { row: found.row, field: `MOA+${qualifier}`, value: text });
  return amount;
}

/** `DTM` with format 102 (CCYYMMDD), 203 or 303: the date is its beginning. */
function dateAt(segments: readonly Segment[], qualifier: string): LocalDate | undefined {
  const found = segments.find((segment) => segment.tag === 'DTM' && component(segment, 0) === qualifier);
  const match = /^(\d{4})(\d{2})(\d{2})/.exec(found === undefined ? '' : component(found, 0, 1));
  return match === null ? undefined : parseLocalDate(`${match[1]}-${match[2]}-${match[3]}`);
}

function party(segments: readonly Segment[], roles: readonly string[]): { name?: string; partyRef?: string } {
  const found = segments.find((segment) => segment.tag === 'NAD' && roles.includes(component(segment, 0)));
  if (found === undefined) return {};
  const name = [component(found, 3), component(found, 2)].find((text) => text !== '');
  const partyRef = component(found, 1);
  return { ...(name === undefined ? {} : { name }), ...(partyRef === '' ? {} : { partyRef }) };
}
